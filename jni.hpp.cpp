#include <ffiguard/jni/jni.hpp>
