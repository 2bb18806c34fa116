# SPDX-License-Identifier: BSL-1.0
# Makes the Go module of ffiguard, to be published or named by a `replace`: the package ffiguard of
# examples/cgo, what belongs to it, and the headers.
#
#   cmake -D INTO=<directory> [-D FFIGUARD_GO_MODULE=<path of the module>] -P module.cmake
#
# `cmake --install` does it, into share/ffiguard/go.
cmake_minimum_required(VERSION 3.22)
if(NOT FFIGUARD_GO_MODULE)
  set(FFIGUARD_GO_MODULE "example.invalid/ffiguard")
endif()
set(cgo "${CMAKE_CURRENT_LIST_DIR}/..")

foreach(package IN ITEMS . ffitest ffipprof)
  file(GLOB sources RELATIVE "${cgo}/ffiguard" "${cgo}/ffiguard/${package}/*.go")
  list(FILTER sources EXCLUDE REGEX "_test\\.go$")
  foreach(source IN LISTS sources)
    file(READ "${cgo}/ffiguard/${source}" text)
    string(REPLACE "\"example.invalid/ffiguard/examples/cgo/ffiguard" "\"${FFIGUARD_GO_MODULE}" text
                   "${text}")
    string(REPLACE "-I\${SRCDIR}/../../../include" "-I\${SRCDIR}/headers/include" text "${text}")
    file(WRITE "${INTO}/${source}" "${text}")
  endforeach()
endforeach()
# The tool that writes and checks promises.
file(GLOB sources "${cgo}/cmd/promises/*.go")
list(FILTER sources EXCLUDE REGEX "_test\\.go$")
file(COPY ${sources} DESTINATION "${INTO}/promises")
# So that `go mod vendor` takes the headers, which it does as they are embedded.
file(WRITE "${INTO}/headers.go" "// SPDX-License-Identifier: BSL-1.0

package ffiguard

import _ \"${FFIGUARD_GO_MODULE}/headers\" // -I above
")
configure_file("${CMAKE_CURRENT_LIST_DIR}/headers.go.in" "${INTO}/headers/headers.go" @ONLY)
configure_file("${CMAKE_CURRENT_LIST_DIR}/write.go.in" "${INTO}/headers/write/main.go" @ONLY)
# The headers of an older version would be embedded, too.
file(REMOVE_RECURSE "${INTO}/headers/include")
file(COPY "${cgo}/../../include" DESTINATION "${INTO}/headers")
# A Go module is a commit, and several of them may have the headers of one version: in one program, the
# linker would take some functions of the one and some of the other.
set(text "")
file(GLOB_RECURSE headers RELATIVE "${INTO}/headers/include" "${INTO}/headers/include/*")
list(SORT headers)
foreach(header IN LISTS headers)
  file(SHA256 "${INTO}/headers/include/${header}" hash)
  string(APPEND text "${header} ${hash}\n")
endforeach()
string(SHA256 hash "${text}")
string(SUBSTRING "${hash}" 0 8 hash)
set(version "${INTO}/headers/include/ffiguard/core/version.hpp")
file(READ "${version}" text)
string(REPLACE "#define FFIGUARD_VERSION_COPY\n" "#define FFIGUARD_VERSION_COPY _${hash}\n" text "${text}")
file(WRITE "${version}" "${text}")
file(COPY "${cgo}/../../LICENSE" DESTINATION "${INTO}")
file(WRITE "${INTO}/go.mod" "module ${FFIGUARD_GO_MODULE}\n\ngo 1.24\n")
