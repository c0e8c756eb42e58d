# SPDX-License-Identifier: GPL-2.0-only
# `doc`: the reference, from the comments, in the build folder.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND)
    add_custom_target(doc
        COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/check_docs --html ${CMAKE_BINARY_DIR}/reference
        COMMENT "The reference: ${CMAKE_BINARY_DIR}/reference/html/index.html" VERBATIM)
endif()
