// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_FFIGUARD_HPP
#define FFIGUARD_FFIGUARD_HPP

// All that needs neither a JDK nor a Go tree.

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/handle_hash.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/out_param.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/table_pin.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/version.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/function_table.hpp>
#include <ffiguard/library/keep_alive.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/library/library_host.hpp>
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
#if !FFIGUARD_IS_WINDOWS()
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/posix/unique_file.hpp>
#endif

#endif
