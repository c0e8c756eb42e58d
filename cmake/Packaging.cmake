# SPDX-License-Identifier: GPL-2.0-only
# `cpack`: a .deb of what `cmake --install` puts in place.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME asterisk-chan-sip)
set(CPACK_PACKAGE_CONTACT "The chan_sip project")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES OFF)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION comm)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_BINARY_DIR}/${ASTERISK_LIBRARY_DIR})
set(CPACK_DEBIAN_PACKAGE_DEPENDS asterisk)
# Modules load only into the Asterisk whose build options they were made with; its package says which ABI that is.
find_program(DPKG_QUERY dpkg-query)
if(DPKG_QUERY)
    execute_process(COMMAND ${DPKG_QUERY} -W -f=\${Provides} asterisk
        OUTPUT_VARIABLE _provides ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(_provides MATCHES "asterisk-abi-[0-9a-f]+")
        set(CPACK_DEBIAN_PACKAGE_DEPENDS ${CMAKE_MATCH_0})
    endif()
endif()
include(CPack)
