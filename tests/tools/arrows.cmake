# SPDX-License-Identifier: BSL-1.0
# Run by CTest: includes point downwards, between rooms and between the chambers of jni/.
#   cmake -DINCLUDE_DIR=<...> -P arrows.cmake
# A header includes of its own place, and of those that stand behind it here. A place is the longest
# of these names that its path begins with; a header beside a chamber of its name brings all of it.
# detail/ below a place is of that place.
cmake_minimum_required(VERSION 3.22)
set(places
    "core"
    "memory core" "observe core" "library core" "posix core"
    "signal posix core"
    "thread signal posix core"
    "go thread memory core"
    "jni/detail memory core"
    "jni/vm jni/detail thread memory core"
    "jni/ref jni/vm jni/detail memory core"
    "jni/loader jni/ref jni/vm jni/detail memory core"
    "jni/data jni/loader jni/ref jni/vm jni/detail memory core"
    "jni/error jni/data jni/loader jni/ref jni/vm jni/detail memory core"
    "jni/call jni/error jni/data jni/loader jni/ref jni/vm jni/detail memory core"
    "jni/jdk jni/call jni/error jni/data jni/loader jni/ref jni/vm jni/detail memory core"
    "jni/observe jni/call jni/error jni/data jni/loader jni/ref jni/vm jni/detail observe memory core")
# The one door between core/ and observe/: nothing of it is included where observation is off.
set(doors "core/trace.hpp -> observe/detail/recorder.hpp")

set(names "")
foreach(place IN LISTS places)
  string(REGEX MATCH "^[^ ]+" name "${place}")
  list(APPEND names "${name}")
  string(REPLACE " " ";" below_${name} "${place}")
endforeach()

function(place_of result path)
  set(found "")
  foreach(name IN LISTS names)
    if(path MATCHES "^${name}(/|[.]hpp$)")
      set(found "${name}")
    endif()
  endforeach()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE headers RELATIVE "${INCLUDE_DIR}/ffiguard" "${INCLUDE_DIR}/ffiguard/*/*.hpp")
set(count 0)
foreach(header IN LISTS headers)
  if(header STREQUAL "jni/jni.hpp") # over all of them
    continue()
  endif()
  place_of(place "${header}")
  if(place STREQUAL "")
    message(SEND_ERROR "${header} is in none of: ${names}")
    continue()
  endif()
  file(STRINGS "${INCLUDE_DIR}/ffiguard/${header}" includes REGEX "^ *# *include <ffiguard/")
  foreach(include IN LISTS includes)
    string(REGEX REPLACE ".*<ffiguard/([^>]+)>.*" "\\1" include "${include}")
    if(include STREQUAL "ffiguard.h" OR "${header} -> ${include}" IN_LIST doors)
      continue()
    endif()
    math(EXPR count "${count} + 1")
    place_of(to "${include}")
    if(to STREQUAL "" OR NOT to IN_LIST below_${place})
      message(SEND_ERROR "${header} includes ${include}: ${place} may include ${below_${place}}")
    endif()
  endforeach()
endforeach()
if(count LESS 500)
  message(SEND_ERROR "only ${count} includes seen in ${INCLUDE_DIR}")
endif()

# The umbrella of a chamber brings each of its headers, but for those that say why not, and jni.hpp
# each umbrella.
file(GLOB umbrellas RELATIVE "${INCLUDE_DIR}/ffiguard/jni" "${INCLUDE_DIR}/ffiguard/jni/*.hpp")
file(READ "${INCLUDE_DIR}/ffiguard/jni/jni.hpp" all)
foreach(umbrella IN LISTS umbrellas)
  if(umbrella STREQUAL "jni.hpp")
    continue()
  endif()
  if(NOT all MATCHES "#include <ffiguard/jni/${umbrella}>")
    message(SEND_ERROR "jni/jni.hpp does not include jni/${umbrella}")
  endif()
  get_filename_component(chamber "${umbrella}" NAME_WE)
  file(READ "${INCLUDE_DIR}/ffiguard/jni/${umbrella}" text)
  file(GLOB inside RELATIVE "${INCLUDE_DIR}" "${INCLUDE_DIR}/ffiguard/jni/${chamber}/*.hpp")
  foreach(header IN LISTS inside)
    file(READ "${INCLUDE_DIR}/${header}" of_header)
    if(of_header MATCHES "// Not in jni/${umbrella}: ")
      continue()
    endif()
    if(NOT text MATCHES "#include <${header}>")
      message(SEND_ERROR "jni/${umbrella} does not include ${header}")
    endif()
  endforeach()
endforeach()
