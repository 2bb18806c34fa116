# SPDX-License-Identifier: BSL-1.0
# cmake -DCONAN=<conan> -DRECIPE_DIR=<dir> -DWORK=<dir> -P conan_create.cmake
#
# Runs the real Conan on a copy of the tree and in a home of its own: it writes into the folders of
# the recipe, and the user's profile and cache are not ours to change. Nothing is fetched.
cmake_minimum_required(VERSION 3.22)
file(REMOVE_RECURSE "${WORK}")
cmake_path(GET RECIPE_DIR PARENT_PATH root)
cmake_path(GET root PARENT_PATH root)
cmake_path(GET root PARENT_PATH root)
file(COPY "${root}/CMakeLists.txt" "${root}/LICENSE" "${root}/include" DESTINATION "${WORK}/tree")
file(COPY "${RECIPE_DIR}" DESTINATION "${WORK}/tree/examples/packaging")

set(ENV{CONAN_HOME} "${WORK}/home")
execute_process(COMMAND "${CONAN}" profile detect COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CONAN}" create "${WORK}/tree/examples/packaging/conan" --no-remote
                        -s compiler.cppstd=17
                        -c "tools.cmake.cmaketoolchain:generator=$ENV{CMAKE_GENERATOR}"
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CONAN}" list "ffiguard/*:*" --format=json
                OUTPUT_VARIABLE packages COMMAND_ERROR_IS_FATAL ANY)
# The hash of no settings at all: one package serves every platform.
if(NOT packages MATCHES "da39a3ee5e6b4b0d3255bfef95601890afd80709")
  message(FATAL_ERROR "the package depends on settings:\n${packages}")
endif()
