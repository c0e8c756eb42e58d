# SPDX-License-Identifier: GPL-2.0-only
# add_asterisk_module(name): <name>.so from modules/<name>/**.cpp and modules/pbx/*.cpp, and <name>_tests from its tests/.
#
# pbx/ is compiled for each module anew: what it registers with Asterisk is registered in that module's name.
# Pure functions of a module live in files that call no Asterisk; its tests link the module's objects as an archive, so
# that only those files are drawn in.

add_library(asterisk_headers INTERFACE)
if(NOT ASTERISK_INCLUDE_DIR STREQUAL /usr/include)      # naming the compiler's own folder would break include_next
    target_include_directories(asterisk_headers SYSTEM INTERFACE ${ASTERISK_INCLUDE_DIR})
endif()

function(add_asterisk_module name)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
    set(tests ${sources})
    list(FILTER tests INCLUDE REGEX "/modules/${name}/(.*/)?tests/")
    list(FILTER sources EXCLUDE REGEX "/modules/${name}/(.*/)?tests/")
    if(NOT sources)
        return()
    endif()
    file(GLOB pbx_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/pbx/*.cpp)

    add_library(${name}_objects OBJECT ${sources} ${pbx_sources})
    target_include_directories(${name}_objects PUBLIC ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${name})
    target_compile_definitions(${name}_objects PUBLIC
        AST_MODULE=\"${name}\" AST_MODULE_SELF_SYM=__internal_${name}_self)
    target_link_libraries(${name}_objects PUBLIC sipcore_headers asterisk_headers)
    add_dependencies(${name}_objects sipcore_build_stamp)

    if(TARGET sipcore)
        add_library(${name} MODULE $<TARGET_OBJECTS:${name}_objects>)
        set_target_properties(${name} PROPERTIES
            PREFIX "" SUFFIX .so LINKER_LANGUAGE CXX
            LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/exports-module.map
            BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH "$ORIGIN/.."
            LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${ASTERISK_MODULE_DIR})
        target_link_options(${name} PRIVATE
            ${CHAN_SIP_SHARED_LINK_OPTIONS}
            -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/exports-module.map -Wl,--no-as-needed -Wl,--enable-new-dtags)
        target_link_libraries(${name} PRIVATE sipcore)
        set_property(GLOBAL APPEND PROPERTY CHAN_SIP_BUILT_MODULES ${name})
        install_replacing(TARGETS ${name} DESTINATION ${ASTERISK_MODULE_DIR})
    endif()
    if(BUILD_TESTING AND tests)
        add_module_tests(${name} ${tests})
    endif()
endfunction()

# add_module_tests(name tests…): a GoogleTest program without Asterisk.
function(add_module_tests name)
    find_package(GTest REQUIRED)
    include(GoogleTest)
    add_library(${name}_archive STATIC EXCLUDE_FROM_ALL $<TARGET_OBJECTS:${name}_objects>)
    set_target_properties(${name}_archive PROPERTIES LINKER_LANGUAGE CXX)
    add_executable(${name}_tests ${ARGN})
    target_include_directories(${name}_tests PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${name})
    target_compile_definitions(${name}_tests PRIVATE CHAN_SIP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_compile_options(${name}_tests PRIVATE -O0 -g1)
    target_link_libraries(${name}_tests PRIVATE ${name}_archive sipcore_headers sipcore GTest::gtest_main)
    gtest_discover_tests(${name}_tests DISCOVERY_MODE PRE_TEST TEST_PREFIX ${name}.
        PROPERTIES LABELS unit TIMEOUT 60)
endfunction()
