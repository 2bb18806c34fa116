// SPDX-License-Identifier: BSL-1.0
#include "lite.h"

#include <ffiguard/exports.hpp>
#include <ffiguard/ffiguard.hpp>
#include <ffiguard/go/view.hpp>

#include "blob.hpp"
#include "database.hpp"
#include "statement.hpp"

using ffiguard::boundary;
using ffiguard::c_string;
using ffiguard::call;
using ffiguard::call_into;
using ffiguard::call_new_child;
using ffiguard::call_release;
using ffiguard::foreign_buffer;
using ffiguard::handle_table;
using ffiguard::status;
using lite::backup;
using lite::blob;
using lite::bytes;
using lite::database;
using lite::statement;
using lite::values;

namespace {

// Never destroyed: at the end of the process threads of Go or Java may still be calling.
auto& databases = *new handle_table<std::unique_ptr<database>>;
auto& statements = *new handle_table<std::unique_ptr<statement>>;
auto& blobs = *new handle_table<std::unique_ptr<blob>>;
auto& backups = *new handle_table<std::unique_ptr<backup>>;

/// A copy with a NUL behind it, and none inside.
auto text(ffiguard_view of) { return c_string::duplicate_view(of); }
/// The bytes themselves, for the length of the call. Never null, which SQLite takes for NULL.
auto lend(ffiguard_view of) {
    return ffiguard::go::text_view(reinterpret_cast<const char*>(of.data), of.size);
}

}  // namespace

extern "C" {

ffiguard_status lite_open(ffiguard_view path, int32_t flags, ffiguard_token* db,
                          ffiguard_error* err) {
    return ffiguard::call_new(databases, db, err, text(path), flags);
}
ffiguard_status lite_close(ffiguard_token db, int32_t children, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        switch (children) {
            case LITE_REFUSE: return databases.close_as<ffiguard::refuses_with_children>(db);
            case LITE_WAIT: return databases.close_as<ffiguard::waits_for_children>(db);
            case LITE_CASCADE: return databases.close(db);
            default: return ffiguard::status_code::invalid_argument;
        }
    });
}
ffiguard_status lite_interrupt(ffiguard_token db, ffiguard_error* err) {
    return boundary(err, [&] {
        return databases.beside(db, [](const auto& open) noexcept { open->closing(); });
    });
}
ffiguard_status lite_exec(ffiguard_token db, ffiguard_view sql, ffiguard_error* err) {
    return call<&database::exec>(databases, db, err, text(sql));
}
ffiguard_status lite_changes(ffiguard_token db, int64_t* rows, ffiguard_error* err) {
    return call_into<&database::changes>(databases, db, rows, err);
}
ffiguard_status lite_last_id(ffiguard_token db, int64_t* id, ffiguard_error* err) {
    return call_into<&database::last_id>(databases, db, id, err);
}
ffiguard_status lite_autocommit(ffiguard_token db, int32_t* yes, ffiguard_error* err) {
    return call_into<&database::autocommit>(databases, db, yes, err);
}
ffiguard_status lite_busy_timeout(ffiguard_token db, int32_t milliseconds, ffiguard_error* err) {
    return call<&database::busy_timeout>(databases, db, err, milliseconds);
}

ffiguard_status lite_prepare(ffiguard_token db, ffiguard_view sql, ffiguard_token* made,
                             ffiguard_error* err) {
    return call_new_child(statements, databases, db, made, err, lend(sql));
}
ffiguard_status lite_finalize(ffiguard_token s, ffiguard_error* err) {
    return call_release(statements, s, err);
}
ffiguard_status lite_bind_null(ffiguard_token s, int32_t at, ffiguard_error* err) {
    return call<&statement::bind_null>(statements, s, err, at);
}
ffiguard_status lite_bind_integer(ffiguard_token s, int32_t at, int64_t value,
                                  ffiguard_error* err) {
    return call<&statement::bind_integer>(statements, s, err, at, value);
}
ffiguard_status lite_bind_float(ffiguard_token s, int32_t at, double value, ffiguard_error* err) {
    return call<&statement::bind_float>(statements, s, err, at, value);
}
ffiguard_status lite_bind_text(ffiguard_token s, int32_t at, ffiguard_view value,
                               ffiguard_error* err) {
    return call<&statement::bind_text>(statements, s, err, at, lend(value));
}
ffiguard_status lite_bind_blob(ffiguard_token s, int32_t at, ffiguard_view value,
                               ffiguard_error* err) {
    return call<&statement::bind_blob>(statements, s, err, at, lend(value));
}
ffiguard_status lite_bind_zeros(ffiguard_token s, int32_t at, uint64_t size, ffiguard_error* err) {
    return call<&statement::bind_zeros>(statements, s, err, at, size);
}
ffiguard_status lite_parameters(ffiguard_token s, int32_t* count, ffiguard_error* err) {
    return call_into<&statement::parameters>(statements, s, count, err);
}
ffiguard_status lite_parameter_named(ffiguard_token s, ffiguard_view name, int32_t* at,
                                     ffiguard_error* err) {
    return call_into<&statement::parameter_named>(statements, s, at, err, text(name));
}
ffiguard_status lite_columns(ffiguard_token s, int32_t* count, ffiguard_error* err) {
    return call_into<&statement::columns>(statements, s, count, err);
}
ffiguard_status lite_column_name(ffiguard_token s, int32_t at, ffiguard_buffer* name,
                                 ffiguard_error* err) {
    return call_into<&statement::column_name>(statements, s, name, err, at);
}
ffiguard_status lite_step(ffiguard_token s, lite_value* to, size_t room, uint8_t* data, size_t size,
                          lite_row* row, ffiguard_error* err) {
    return call_into<&statement::step>(statements, s, row, err, values::from(to, room),
                                       bytes::from(data, size));
}
ffiguard_status lite_row_again(ffiguard_token s, lite_value* to, size_t room, uint8_t* data,
                               size_t size, lite_row* row, ffiguard_error* err) {
    return call_into<&statement::row>(statements, s, row, err, values::from(to, room),
                                      bytes::from(data, size));
}
ffiguard_status lite_reset(ffiguard_token s, ffiguard_error* err) {
    return call<&statement::reset>(statements, s, err);
}
ffiguard_status lite_clear(ffiguard_token s, ffiguard_error* err) {
    return call<&statement::clear>(statements, s, err);
}

ffiguard_status lite_blob_open(ffiguard_token db, ffiguard_view schema, ffiguard_view table,
                               ffiguard_view column, int64_t row, int32_t writable,
                               ffiguard_token* made, ffiguard_error* err) {
    return call_new_child(blobs, databases, db, made, err, text(schema), text(table), text(column),
                          row, writable != 0);
}
ffiguard_status lite_blob_close(ffiguard_token b, ffiguard_error* err) {
    return call_release(blobs, b, err);
}
ffiguard_status lite_blob_size(ffiguard_token b, int32_t* size, ffiguard_error* err) {
    return call_into<&blob::size>(blobs, b, size, err);
}
ffiguard_status lite_blob_read(ffiguard_token b, int32_t offset, uint8_t* to, size_t size,
                               ffiguard_error* err) {
    return call<&blob::read>(blobs, b, err, offset, bytes::from(to, size));
}
ffiguard_status lite_blob_write(ffiguard_token b, int32_t offset, ffiguard_view from,
                                ffiguard_error* err) {
    return call<&blob::write>(blobs, b, err, offset, lend(from));
}
ffiguard_status lite_blob_move(ffiguard_token b, int64_t row, ffiguard_error* err) {
    return call<&blob::move>(blobs, b, err, row);
}

ffiguard_status lite_backup_open(ffiguard_token db, ffiguard_view path, ffiguard_token* made,
                                 ffiguard_error* err) {
    return call_new_child(backups, databases, db, made, err, text(path));
}
ffiguard_status lite_backup_close(ffiguard_token b, ffiguard_error* err) {
    return call_release(backups, b, err);
}
ffiguard_status lite_backup_step(ffiguard_token b, int32_t pages, lite_progress* progress,
                                 ffiguard_error* err) {
    return call_into<&backup::step>(backups, b, progress, err, pages);
}

ffiguard_status lite_create_function(ffiguard_token db, ffiguard_view name, int32_t arguments,
                                     int32_t kind, ffiguard_callback of_host,
                                     ffiguard_user_release release, ffiguard_error* err) {
    return call<&database::create_function>(databases, db, err, text(name), arguments, kind,
                                            of_host, release);
}
ffiguard_status lite_on_update(ffiguard_token db, ffiguard_callback of_host,
                               ffiguard_user_release release, ffiguard_error* err) {
    return call<&database::on_update>(databases, db, err, of_host, release);
}
ffiguard_status lite_on_commit(ffiguard_token db, ffiguard_callback of_host,
                               ffiguard_user_release release, ffiguard_error* err) {
    return call<&database::on_commit>(databases, db, err, of_host, release);
}
ffiguard_status lite_on_progress(ffiguard_token db, int32_t instructions, ffiguard_callback of_host,
                                 ffiguard_user_release release, ffiguard_error* err) {
    return call<&database::on_progress>(databases, db, err, instructions, of_host, release);
}

ffiguard_status lite_copy(ffiguard_view of, ffiguard_buffer* copy, ffiguard_error* err) {
    return boundary(err, [&] {
        auto made = foreign_buffer::copy(of.data, of.size);
        return made ? made->release_to(copy) : made.status();
    });
}
uint64_t lite_live(void) {
    return databases.live() + statements.live() + blobs.live() + backups.live();
}
int32_t lite_library_version(void) { return sqlite3_libversion_number(); }

}  // extern "C"
