# SPDX-License-Identifier: GPL-2.0-only
# What is taken where the caller says nothing: build type, prefix, and where Asterisk lies below the prefix.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()
if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
    set(CMAKE_INSTALL_PREFIX /usr CACHE PATH "Asterisk's prefix" FORCE)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# A module that every Asterisk has tells where modules go; the answer is kept relative to the prefix.
if(NOT DEFINED ASTERISK_MODULE_DIR)
    set(_found lib/${CMAKE_LIBRARY_ARCHITECTURE}/asterisk/modules)
    foreach(_dir lib/${CMAKE_LIBRARY_ARCHITECTURE}/asterisk/modules lib64/asterisk/modules lib/asterisk/modules)
        if(EXISTS ${CMAKE_INSTALL_PREFIX}/${_dir}/app_dial.so)
            set(_found ${_dir})
            break()
        endif()
    endforeach()
    set(ASTERISK_MODULE_DIR ${_found} CACHE PATH "Asterisk's module folder, below the prefix")
endif()
cmake_path(GET ASTERISK_MODULE_DIR PARENT_PATH ASTERISK_LIBRARY_DIR)
set(ASTERISK_DATA_DIR share/asterisk CACHE PATH "Asterisk's data folder, below the prefix")
set(ASTERISK_SAMPLE_DIR ${ASTERISK_DATA_DIR}/conf/samples CACHE PATH "Where sample configurations go, below the prefix")
