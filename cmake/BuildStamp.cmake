# SPDX-License-Identifier: GPL-2.0-only
# The build stamp: SIPCORE_BUILD_STAMP in the generated header sipcore/build_stamp_value.h. It is a hash of the public
# headers, the compiler, the flags and Asterisk's AST_BUILDOPT_SUM, and never of a time: equal builds are equal.
find_path(ASTERISK_INCLUDE_DIR asterisk.h)

set(SIPCORE_GENERATED_INCLUDE_DIR ${CMAKE_BINARY_DIR}/generated/include)
set(_stamp_header ${SIPCORE_GENERATED_INCLUDE_DIR}/sipcore/build_stamp_value.h)
file(GLOB_RECURSE _stamp_inputs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/libsipcore/include/sipcore/*.h)
set(_stamp_text "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_SYSTEM_PROCESSOR}")
string(APPEND _stamp_text " ${CMAKE_CXX_FLAGS} ${CMAKE_BUILD_TYPE} ${CMAKE_CXX_FLAGS_${CMAKE_BUILD_TYPE}}")
string(APPEND _stamp_text " ${CHAN_SIP_SANITIZE} gnu++23")
set(_stamp_command ${CMAKE_COMMAND}
    -D "TEXT=${_stamp_text}"
    -D "HEADER_DIR=${CMAKE_SOURCE_DIR}/libsipcore/include/sipcore"
    -D "BUILDOPTS=${ASTERISK_INCLUDE_DIR}/asterisk/buildopts.h"
    -D "OUTPUT=${_stamp_header}"
    -P ${CMAKE_SOURCE_DIR}/cmake/write_build_stamp.cmake)
execute_process(COMMAND ${_stamp_command} COMMAND_ERROR_IS_FATAL ANY)   # for the first dependency scan
add_custom_target(sipcore_build_stamp
    COMMAND ${_stamp_command} BYPRODUCTS ${_stamp_header} DEPENDS ${_stamp_inputs} VERBATIM)
