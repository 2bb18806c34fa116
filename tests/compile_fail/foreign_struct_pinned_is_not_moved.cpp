// expect: (deleted function|deleted constructor)
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/memory/foreign_struct.hpp>

struct stream {
    void* state;
};
int end_stream(stream* s);
using pinned = ffiguard::foreign_struct<stream, ffiguard::released_by<&end_stream>>;

void use(pinned& in_place);
void use(pinned& in_place) {
    static_cast<void>(in_place.close());
#ifdef FAIL
    const pinned moved(std::move(in_place));
#endif
}
