// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_WORKER_PARKING_HPP
#define FFIGUARD_THREAD_DETAIL_WORKER_PARKING_HPP

#include <new>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/errno_guard.hpp>

// The owners that wait for their own thread to release them.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A place in the list that is paid for before it is needed: a release must not allocate.
template <class H>
class parking_place {
public:
    constexpr parking_place() noexcept = default;
    parking_place(parking_place&& other) noexcept : spot_(std::exchange(other.spot_, nullptr)) {}
    parking_place& operator=(parking_place&& other) noexcept {
        std::swap(spot_, other.spot_);
        return *this;
    }
    ~parking_place() { discard(); }

    /// False where memory is short.
    [[nodiscard]] bool reserve(release_home& home) noexcept {
        spot_ = new (std::nothrow) spot(home);
        return spot_ != nullptr;
    }
    void discard() noexcept {
        if (spot_ == nullptr) return;
        const errno_guard keep_errno;
        delete std::exchange(spot_, nullptr);
    }

    /// On true owner has been moved from and destroyed; on false it is as it was.
    [[nodiscard]] bool park(H& owner) noexcept {
        ::new (static_cast<void*>(&spot_->owner)) H(std::move(owner));
        owner.~H();
        if (spot_->home.put(*spot_)) {
            spot_ = nullptr;
            return true;
        }
        ::new (static_cast<void*>(&owner)) H(std::move(spot_->owner));
        spot_->owner.~H();
        return false;
    }

private:
    struct spot : queued_entry {
        explicit spot(release_home& at) noexcept : home(at) {
            this->finish = &end;
            home.keep();
        }
        ~spot() { home.drop(); }  // owner is the business of whoever has filled it
        static void end(queued_entry* entry, list_step step) noexcept {
            auto* const self = static_cast<spot*>(entry);
            if (step != list_step::drop) {
                static_cast<void>(closing<H>::close(self->owner));
                self->owner.~H();
            }
            delete self;
        }

        release_home& home;
        union {
            H owner;
        };
    };

    spot* spot_ = nullptr;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
