// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_FFIGUARD_HPP
#define FFIGUARD_FFIGUARD_HPP

// All that needs neither a JDK nor a Go tree, but for exports.hpp: it defines functions, and one
// source file of a shim includes it.

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/handle_hash.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/inout_param.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/on_exit.hpp>
#include <ffiguard/core/out_param.hpp>
#include <ffiguard/core/owned_by_address.hpp>
#include <ffiguard/core/release_place.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/table_pin.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/version.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/go/view.hpp>
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/function_table.hpp>
#include <ffiguard/library/go_runtimes.hpp>
#include <ffiguard/library/host_report.hpp>
#include <ffiguard/library/keep_alive.hpp>
#include <ffiguard/library/keep_policy.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/library/library_host.hpp>
#include <ffiguard/library/library_lease.hpp>
#include <ffiguard/library/library_name.hpp>
#include <ffiguard/library/load_error.hpp>
#include <ffiguard/library/load_mode.hpp>
#include <ffiguard/library/symbol.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_ptr.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_span.hpp>
#include <ffiguard/memory/foreign_struct.hpp>
#include <ffiguard/memory/layout.hpp>
#include <ffiguard/memory/versioned_cell.hpp>
#if !FFIGUARD_IS_WINDOWS()
#include <ffiguard/go/callback.hpp>
#include <ffiguard/posix/child_process.hpp>
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/shared_memory.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/posix/unique_file.hpp>
#include <ffiguard/signal/alternate_stack.hpp>
#include <ffiguard/signal/crash_reporter.hpp>
#include <ffiguard/signal/signal_action.hpp>
#include <ffiguard/signal/signal_event.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/signal_set.hpp>
#include <ffiguard/signal/sigpipe_guard.hpp>
#include <ffiguard/thread/close_and_wait.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/foreign_call.hpp>
#include <ffiguard/thread/hosted_call.hpp>
#include <ffiguard/thread/pin_check.hpp>
#include <ffiguard/thread/thread_bound.hpp>
#include <ffiguard/thread/thread_home.hpp>
#include <ffiguard/thread/thread_host.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>
#include <ffiguard/thread/thread_state.hpp>
#include <ffiguard/thread/upcall.hpp>
#include <ffiguard/thread/worker_thread.hpp>
#endif

#endif
