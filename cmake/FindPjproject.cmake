# SPDX-License-Identifier: GPL-2.0-only
# The private PJSIP: static archives, compiled with hidden symbols.
#
# Taken from PJPROJECT_ROOT (a prefix with include/ and lib/) or, without that, from pkg-config's libpjproject.
# Gives the target `pjproject`, with what its headers and archives need.
include(FindPackageHandleStandardArgs)
find_package(PkgConfig QUIET)

set(PJPROJECT_ROOT "$ENV{PJPROJECT_ROOT}" CACHE PATH "Prefix of a static pjproject")
if(PKG_CONFIG_FOUND)
    set(_saved "$ENV{PKG_CONFIG_PATH}")
    if(PJPROJECT_ROOT)
        set(ENV{PKG_CONFIG_PATH} "${PJPROJECT_ROOT}/lib/pkgconfig:${_saved}")
    endif()
    unset(__pkg_config_checked__PJ CACHE)       # another one may stand there now, with other needs
    pkg_check_modules(_PJ QUIET libpjproject)
    set(ENV{PKG_CONFIG_PATH} "${_saved}")
endif()

find_path(PJPROJECT_INCLUDE_DIR pjsip.h
    PATHS ${PJPROJECT_ROOT}/include ${_PJ_STATIC_INCLUDE_DIRS} NO_DEFAULT_PATH)

# Highest layer first. Names carry no target suffix, or one such as -x86_64-pc-linux-gnu.
set(PJPROJECT_ARCHIVES)
foreach(_name pjsip-ua pjsip-simple pjsip pjmedia pjnath pjlib-util pj)
    set(_archive _archive-NOTFOUND)
    foreach(_dir ${PJPROJECT_ROOT}/lib ${_PJ_STATIC_LIBRARY_DIRS})
        file(GLOB _candidates ${_dir}/lib${_name}.a ${_dir}/lib${_name}-*.a)
        list(FILTER _candidates INCLUDE REGEX "/lib${_name}(-[^/-]+-[^/-]+-linux[^/]*)?\\.a$")
        if(_candidates)
            list(GET _candidates 0 _archive)
            break()
        endif()
    endforeach()
    if(_archive)
        list(APPEND PJPROJECT_ARCHIVES ${_archive})
    elseif(NOT _name STREQUAL pjmedia)
        list(APPEND _pj_missing lib${_name}.a)
    endif()
endforeach()
if(_pj_missing)
    set(PJPROJECT_ARCHIVES PJPROJECT_ARCHIVES-NOTFOUND)
    list(JOIN _pj_missing ", " _pj_missing)     # a message is one argument
endif()

find_package_handle_standard_args(Pjproject
    REQUIRED_VARS PJPROJECT_INCLUDE_DIR PJPROJECT_ARCHIVES
    REASON_FAILURE_MESSAGE "set PJPROJECT_ROOT to the prefix of a static pjproject (not found: ${_pj_missing})")

if(Pjproject_FOUND AND NOT TARGET pjproject)
    # What the archives need in their turn: as pkg-config says, otherwise the usual. What is not there cannot have been
    # used; should it be needed after all, the link says which symbol.
    set(_needs)
    set(_named ${_PJ_STATIC_LIBRARIES})
    list(FILTER _named EXCLUDE REGEX "^(pj|srtp|resample|gsmcodec|speex|ilbccodec|g7221codec|webrtc|yuv)")
    if(NOT _named)
        set(_named ssl crypto uuid m rt pthread)
    endif()
    foreach(_name IN LISTS _named)
        find_library(PJPROJECT_NEEDS_${_name} ${_name})
        mark_as_advanced(PJPROJECT_NEEDS_${_name})
        if(PJPROJECT_NEEDS_${_name})
            list(APPEND _needs ${_name})
        endif()
    endforeach()
    add_library(pjproject INTERFACE)
    target_include_directories(pjproject SYSTEM INTERFACE ${PJPROJECT_INCLUDE_DIR})
    target_compile_definitions(pjproject INTERFACE PJ_AUTOCONF=1)
    set(_cflags ${_PJ_STATIC_CFLAGS_OTHER})
    list(FILTER _cflags INCLUDE REGEX "^-D")
    list(FILTER _cflags EXCLUDE REGEX "^-DPJ_AUTOCONF|^-DNDEBUG")
    target_compile_options(pjproject INTERFACE ${_cflags})
    target_link_libraries(pjproject INTERFACE
        -Wl,--start-group ${PJPROJECT_ARCHIVES} -Wl,--end-group ${_needs})
endif()
