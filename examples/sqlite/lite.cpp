// SPDX-License-Identifier: BSL-1.0
#include "lite.h"

#include <ffiguard/exports.hpp>
#include <ffiguard/ffiguard.hpp>
#include <ffiguard/go/view.hpp>

#include "blob.hpp"
#include "database.hpp"
#include "statement.hpp"

using namespace ffiguard;
using namespace lite;

namespace {

using answer = ffiguard_status;
using failure = ffiguard_error;

// Never destroyed: at the end of the process threads of Go or Java may still be calling.
auto& databases = *new handle_table<std::unique_ptr<database>>;
auto& statements = *new handle_table<std::unique_ptr<statement>>;
auto& blobs = *new handle_table<std::unique_ptr<blob>>;
auto& backups = *new handle_table<std::unique_ptr<backup>>;

/// A copy with a NUL behind it, and none inside.
auto text(ffiguard_view of) { return c_string::duplicate_view(of); }
/// The bytes themselves, for the length of the call. Never null, which SQLite takes for NULL.
auto lend(ffiguard_view of) {
    return go::text_view(reinterpret_cast<const char*>(of.data), of.size);
}

}  // namespace

extern "C" {

answer lite_open(ffiguard_view path, int32_t flags, token* db, failure* e) {
    return call_new(databases, db, e, text(path), flags);
}
answer lite_close(token db, int32_t children, failure* e) {
    return boundary(e, [&]() -> status {
        switch (children) {
            case LITE_REFUSE: return databases.close_as<refuses_with_children>(db);
            case LITE_WAIT: return databases.close_as<waits_for_children>(db);
            case LITE_CASCADE: return databases.close(db);
            default: return status_code::invalid_argument;
        }
    });
}
answer lite_interrupt(token db, failure* e) {
    return boundary(e, [&] {
        return databases.beside(db, [](const auto& open) noexcept { open->closing(); });
    });
}
answer lite_exec(token db, ffiguard_view sql, failure* e) {
    return call<&database::exec>(databases, db, e, text(sql));
}
answer lite_changes(token db, int64_t* rows, failure* e) {
    return call_into<&database::changes>(databases, db, rows, e);
}
answer lite_last_id(token db, int64_t* id, failure* e) {
    return call_into<&database::last_id>(databases, db, id, e);
}
answer lite_autocommit(token db, int32_t* yes, failure* e) {
    return call_into<&database::autocommit>(databases, db, yes, e);
}
answer lite_busy_timeout(token db, int32_t ms, failure* e) {
    return call<&database::busy_timeout>(databases, db, e, ms);
}

answer lite_prepare(token db, ffiguard_view sql, token* made, failure* e) {
    return call_new_child(statements, databases, db, made, e, lend(sql));
}
answer lite_finalize(token s, failure* e) { return call_release(statements, s, e); }
answer lite_bind_null(token s, int32_t at, failure* e) {
    return call<&statement::bind_null>(statements, s, e, at);
}
answer lite_bind_integer(token s, int32_t at, int64_t v, failure* e) {
    return call<&statement::bind_integer>(statements, s, e, at, v);
}
answer lite_bind_float(token s, int32_t at, double v, failure* e) {
    return call<&statement::bind_float>(statements, s, e, at, v);
}
answer lite_bind_text(token s, int32_t at, ffiguard_view v, failure* e) {
    return call<&statement::bind_text>(statements, s, e, at, lend(v));
}
answer lite_bind_blob(token s, int32_t at, ffiguard_view v, failure* e) {
    return call<&statement::bind_blob>(statements, s, e, at, lend(v));
}
answer lite_bind_zeros(token s, int32_t at, uint64_t size, failure* e) {
    return call<&statement::bind_zeros>(statements, s, e, at, size);
}
answer lite_parameters(token s, int32_t* count, failure* e) {
    return call_into<&statement::parameters>(statements, s, count, e);
}
answer lite_parameter_named(token s, ffiguard_view name, int32_t* at, failure* e) {
    return call_into<&statement::parameter_named>(statements, s, at, e, text(name));
}
answer lite_columns(token s, int32_t* count, failure* e) {
    return call_into<&statement::columns>(statements, s, count, e);
}
answer lite_column_name(token s, int32_t at, ffiguard_buffer* name, failure* e) {
    return call_into<&statement::column_name>(statements, s, name, e, at);
}
answer lite_step(token s, lite_value* to, size_t room, uint8_t* data, size_t size, lite_row* row,
                 failure* e) {
    return call_into<&statement::step>(statements, s, row, e, values::from(to, room),
                                       bytes::from(data, size));
}
answer lite_row_again(token s, lite_value* to, size_t room, uint8_t* data, size_t size,
                      lite_row* row, failure* e) {
    return call_into<&statement::row>(statements, s, row, e, values::from(to, room),
                                      bytes::from(data, size));
}
answer lite_reset(token s, failure* e) { return call<&statement::reset>(statements, s, e); }
answer lite_clear(token s, failure* e) { return call<&statement::clear>(statements, s, e); }

answer lite_blob_open(token db, ffiguard_view schema, ffiguard_view table, ffiguard_view column,
                      int64_t row, int32_t writable, token* made, failure* e) {
    return call_new_child(blobs, databases, db, made, e, text(schema), text(table), text(column),
                          row, writable != 0);
}
answer lite_blob_close(token b, failure* e) { return call_release(blobs, b, e); }
answer lite_blob_size(token b, int32_t* size, failure* e) {
    return call_into<&blob::size>(blobs, b, size, e);
}
answer lite_blob_read(token b, int32_t offset, uint8_t* to, size_t size, failure* e) {
    return call<&blob::read>(blobs, b, e, offset, bytes::from(to, size));
}
answer lite_blob_write(token b, int32_t offset, ffiguard_view from, failure* e) {
    return call<&blob::write>(blobs, b, e, offset, lend(from));
}
answer lite_blob_move(token b, int64_t row, failure* e) {
    return call<&blob::move>(blobs, b, e, row);
}

answer lite_backup_open(token db, ffiguard_view path, token* made, failure* e) {
    return call_new_child(backups, databases, db, made, e, text(path));
}
answer lite_backup_close(token b, failure* e) { return call_release(backups, b, e); }
answer lite_backup_step(token b, int32_t pages, lite_progress* progress, failure* e) {
    return call_into<&backup::step>(backups, b, progress, e, pages);
}

answer lite_create_function(token db, ffiguard_view name, int32_t arguments, int32_t kind,
                            ffiguard_callback of_host, ffiguard_user_release release, failure* e) {
    return call<&database::create_function>(databases, db, e, text(name), arguments, kind, of_host,
                                            release);
}
answer lite_on_update(token db, ffiguard_callback of_host, ffiguard_user_release release,
                      failure* e) {
    return call<&database::on_update>(databases, db, e, of_host, release);
}
answer lite_on_commit(token db, ffiguard_callback of_host, ffiguard_user_release release,
                      failure* e) {
    return call<&database::on_commit>(databases, db, e, of_host, release);
}
answer lite_on_progress(token db, int32_t instructions, ffiguard_callback of_host,
                        ffiguard_user_release release, failure* e) {
    return call<&database::on_progress>(databases, db, e, instructions, of_host, release);
}

answer lite_copy(ffiguard_view of, ffiguard_buffer* copy, failure* e) {
    return boundary(e, [&] {
        auto made = foreign_buffer::copy(of.data, of.size);
        return made ? made->release_to(copy) : made.status();
    });
}
uint64_t lite_live(void) {
    return databases.live() + statements.live() + blobs.live() + backups.live();
}
int32_t lite_library_version(void) { return sqlite3_libversion_number(); }

}  // extern "C"
