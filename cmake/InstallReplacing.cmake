# SPDX-License-Identifier: GPL-2.0-only
# Installing by rename: a file is written beside its place and moved over it, so that a hard-linked copy of the old file
# elsewhere, or a process that has it mapped, keeps the old content.

# install_replacing(TARGETS t… | FILES f… DESTINATION below-the-prefix [RENAME name])
function(install_replacing)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "DESTINATION;RENAME" "TARGETS;FILES")
    set(files ${arg_FILES})
    foreach(target IN LISTS arg_TARGETS)
        list(APPEND files $<TARGET_FILE:${target}>)
    endforeach()
    foreach(file IN LISTS files)
        if(NOT file MATCHES "^\\$<")
            cmake_path(ABSOLUTE_PATH file)
        endif()
        install(CODE "
            set(replacing_source \"${file}\")
            set(replacing_destination \"${arg_DESTINATION}\")
            set(replacing_rename \"${arg_RENAME}\")
            include(\"${CMAKE_SOURCE_DIR}/cmake/install_by_rename.cmake\")")
    endforeach()
endfunction()
