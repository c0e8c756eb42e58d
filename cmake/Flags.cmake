# SPDX-License-Identifier: GPL-2.0-only
# Compile and link flags of everything that we build: `chan_sip_flags` is linked by each target of ours.
add_library(chan_sip_flags INTERFACE)
target_compile_features(chan_sip_flags INTERFACE cxx_std_23)
set(CMAKE_CXX_EXTENSIONS ON)                    # gnu++23: Asterisk's headers use typeof
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
target_compile_options(chan_sip_flags INTERFACE
    -Wall -Wextra -fvisibility=hidden -fvisibility-inlines-hidden -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(chan_sip_flags INTERFACE -fno-gnu-unique)
endif()
if(CHAN_SIP_WERROR)
    target_compile_options(chan_sip_flags INTERFACE -Werror)
endif()
target_compile_definitions(chan_sip_flags INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(CHAN_SIP_SANITIZE)
    if(NOT CHAN_SIP_SANITIZE MATCHES "^(address|thread)$")
        message(FATAL_ERROR "CHAN_SIP_SANITIZE is address or thread, not ${CHAN_SIP_SANITIZE}")
    endif()
    set(_sanitize ${CHAN_SIP_SANITIZE})
    if(_sanitize STREQUAL address)
        set(_sanitize address,undefined)
    endif()
    target_compile_options(chan_sip_flags INTERFACE -fsanitize=${_sanitize})
    target_link_options(chan_sip_flags INTERFACE -fsanitize=${_sanitize})
    # gcc's own flow analysis sees ghosts in instrumented code
    target_compile_options(chan_sip_flags INTERFACE -Wno-maybe-uninitialized)
    if(CHAN_SIP_SANITIZE STREQUAL thread)
        target_compile_options(chan_sip_flags INTERFACE -Wno-tsan)
    endif()
endif()

# What a shared object of ours is linked with: nothing of an archive inside is exported, calls among us stay among us.
set(CHAN_SIP_SHARED_LINK_OPTIONS -Wl,--exclude-libs,ALL -Wl,-Bsymbolic -Wl,-z,relro -Wl,-z,now)
