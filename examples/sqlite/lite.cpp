// SPDX-License-Identifier: BSL-1.0
#include "lite.h"

#include <sqlite3.h>

#include <climits>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/call_bytes.hpp>
#include <ffiguard/core/closing_check.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/on_exit.hpp>
#include <ffiguard/core/out_param.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/user_data.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/go/callback.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_span.hpp>
#include <ffiguard/thread/upcall.hpp>

using namespace ffiguard;

namespace {

using lent = ffiguard_view;
using hook = ffiguard_callback;
using release = ffiguard_user_release;

// ---- functions and hooks of the host

lent view(const char* text) noexcept {
    return {reinterpret_cast<const unsigned char*>(text), std::string_view(text).size()};
}

bool has_bytes(const lite_value& v) noexcept { return v.type == LITE_TEXT || v.type == LITE_BLOB; }

/// Lends what SQLite has. In its place: a value that is returned and copied is read by wider loads
/// than it was written, and waits for the stores.
void lend(sqlite3_value* from, lite_value& to) noexcept {
    to = {};
    to.type = sqlite3_value_type(from);
    if (to.type == SQLITE_INTEGER) to.integer = sqlite3_value_int64(from);
    if (to.type == SQLITE_FLOAT) to.real = sqlite3_value_double(from);
    if (has_bytes(to)) {
        const auto* const data = to.type == SQLITE_TEXT
                                     ? sqlite3_value_text(from)
                                     : static_cast<const unsigned char*>(sqlite3_value_blob(from));
        const int size = data == nullptr ? 0 : sqlite3_value_bytes(from);
        to.bytes = {data, static_cast<std::uint64_t>(size)};
    }
}

// SQLite has the address of what calls the host. A host that cannot be called agrees to nothing.
using update_hook = go::callback<void(go::for_call<const lite_change*>)>;
using yes_or_no_hook = go::callback<std::int32_t()>;
using row_function = go::callback<std::int32_t(go::for_call<const lite_value*>, std::int32_t)>;
void updated(update_hook& of, int what, const char* db, const char* table,
             sqlite3_int64 id) noexcept {
    const lite_change change{what, 0, id, view(db), view(table)};
    of(&change).ignore();
}
int asked(yes_or_no_hook& of) noexcept { return of().value_or(1); }

/// A function of the host in SQL.
struct host_function {
    using function = go::callback<void(std::int32_t, go::for_call<std::uint64_t*>,
                                       go::for_call<const lite_value*>, std::int32_t,
                                       go::for_call<lite_result*>)>;

    static void give(sqlite3_context* to, lite_result& value) noexcept {
        if (value.type == LITE_INTEGER && value.bytes.data == nullptr)
            return sqlite3_result_int64(to, value.integer);  // most often, and nothing to free
        const auto bytes = foreign_buffer::adopt(value.bytes);  // freed here
        const std::uint64_t size = bytes ? bytes->size() : 0;
        const char* const text = size != 0 ? reinterpret_cast<const char*>(bytes->data()) : "";
        switch (value.type) {
            case LITE_INTEGER: return sqlite3_result_int64(to, value.integer);
            case LITE_FLOAT: return sqlite3_result_double(to, value.real);
            case LITE_TEXT:
                return sqlite3_result_text64(to, text, size, SQLITE_TRANSIENT, SQLITE_UTF8);
            case LITE_BLOB: return sqlite3_result_blob64(to, text, size, SQLITE_TRANSIENT);
            case LITE_NULL: return sqlite3_result_null(to);
            default: return sqlite3_result_error(to, text, static_cast<int>(size));
        }
    }

    void call(sqlite3_context* in, std::int32_t phase, std::uint64_t* group, int count,
              sqlite3_value** values) const noexcept {
        lite_value args[127];  // SQLite's own limit, unless it was built with another
        if (count > 127) return sqlite3_result_error_toobig(in);
        for (int i = 0; i < count; ++i) lend(values[i], args[i]);
        lite_result answer{};
        answer.type = LITE_NULL;
        const status called = of_host(phase, group, args, count, &answer);
        if (!called.ok()) return sqlite3_result_error(in, called.name(), -1);
        give(in, answer);
    }
    void scalar(sqlite3_context* in, int count, sqlite3_value** values) const noexcept {
        call(in, LITE_CALL, nullptr, count, values);
    }
    void step(sqlite3_context* in, int count, sqlite3_value** values) const noexcept {
        void* const group = sqlite3_aggregate_context(in, sizeof(std::uint64_t));
        if (group == nullptr) return sqlite3_result_error_nomem(in);
        call(in, LITE_GROUP_STEP, static_cast<std::uint64_t*>(group), count, values);
    }
    void end(sqlite3_context* in) const noexcept {
        std::uint64_t none = 0;  // a group of no rows
        auto* const group = static_cast<std::uint64_t*>(sqlite3_aggregate_context(in, 0));
        call(in, LITE_GROUP_END, group == nullptr ? &none : group, 0, nullptr);
    }
    const function of_host;
};

// ---- the database

struct connection_traits : owned<&sqlite3_close>::traits_type {
    using life_cycle = ffiguard::life_cycle<closer_may_refuse<SQLITE_BUSY>>;
};
using connection = unique_handle<connection_traits>;

/// SQLite's answer with its extended code and its own text.
error explain(sqlite3* db, int answer) noexcept {
    if (answer == SQLITE_OK) return {};
    const int code = sqlite3_extended_errcode(db);
    if ((code & 0xff) == (answer & 0xff)) return error(status::foreign(code), sqlite3_errmsg(db));
    return error(status::foreign(answer), sqlite3_errstr(answer));  // of a misuse, db knows nothing
}

result<connection, error> connect(const c_string& path, int flags) {
    connection db;
    // It has one user at a time already.
    const int answer =
        sqlite3_open_v2(path.c_str(), out_param(db), flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (answer != SQLITE_OK) return explain(db.get(), answer);
    sqlite3_extended_result_codes(db.get(), 1);
    return db;
}

class database {
public:
    using life_cycle =
        ffiguard::life_cycle<closes_children, one_user, closer_may_refuse<SQLITE_BUSY>>;

    static result<std::unique_ptr<database>, error> create(const c_string& path, int flags) {
        auto db = connect(path, flags);
        if (!db) return db.error();
        return std::make_unique<database>(*std::move(db));
    }
    explicit database(connection db) noexcept : db_(std::move(db)) { set_progress(); }

    void closing() noexcept { sqlite3_interrupt(raw()); }
    /// Runs SQL by f. SQLite forgets an interrupt that comes before; its progress handler asks.
    template <class F>
    int until(const closing_check& close, F&& f) noexcept {
        const upcall_batch of_host;
        progress_calls_ = 0;
        close_ = &close;
        const int answer = f();
        close_ = nullptr;
        return answer;
    }
    bool took_long() const noexcept { return progress_calls_ != 0; }
    status close() noexcept {
        // An interrupt stays until a statement begins, and would keep WAL from its last checkpoint.
        sqlite3_exec(raw(), "select 1", nullptr, nullptr, nullptr);
        return db_.close();
    }

    sqlite3* raw() const noexcept { return db_.get(); }
    error answer(int answer) const noexcept { return explain(raw(), answer); }

    error exec(closing_check close, const c_string& sql) noexcept {
        return answer(until(
            close, [&] { return sqlite3_exec(raw(), sql.c_str(), nullptr, nullptr, nullptr); }));
    }
    std::int64_t changes() const noexcept { return sqlite3_changes64(raw()); }
    std::int64_t last_id() const noexcept { return sqlite3_last_insert_rowid(raw()); }
    bool autocommit() const noexcept { return sqlite3_get_autocommit(raw()) != 0; }
    error busy_timeout(std::int32_t ms) noexcept { return answer(sqlite3_busy_timeout(raw(), ms)); }

    error create_function(const c_string& name, std::int32_t arguments, std::int32_t kind,
                          hook call, release let_go) {
        auto adopted = host_function::function::adopt(call, let_go);
        if (!adopted) return answer(SQLITE_MISUSE);
        auto self = user_data<host_function>::create(*std::move(adopted));
        if (!self) return self.status();
        using in_context = user_by<&sqlite3_user_data>;
        const int flags = (kind & LITE_DETERMINISTIC) != 0 ? SQLITE_DETERMINISTIC : 0;
        const bool groups = (kind & LITE_AGGREGATE) != 0;
        const int made = sqlite3_create_function_v2(
            raw(), name.c_str(), arguments, SQLITE_UTF8 | flags, self->user(),
            groups ? nullptr : self->function<&host_function::scalar, in_context>(),
            groups ? self->function<&host_function::step, in_context>() : nullptr,
            groups ? self->function<&host_function::end, in_context>() : nullptr,
            self->destroy_function());
        return answer(self->hand_over_if(SQLITE_OK, made));
    }
    status on_update(hook call, release let_go) noexcept {
        const status set = update_.replace(call, let_go);
        const auto call_it = user_function<&updated, user_first>(update_);
        sqlite3_update_hook(raw(), update_ ? call_it : nullptr, &update_);
        return set;
    }
    status on_commit(hook call, release let_go) noexcept {
        const status set = commit_.replace(call, let_go);
        sqlite3_commit_hook(raw(), commit_ ? user_function<&asked>(commit_) : nullptr, &commit_);
        return set;
    }
    status on_progress(std::int32_t instructions, hook call, release let_go) noexcept {
        if (call.user != 0 && instructions < 1) return status_code::invalid_argument;
        const status set = progress_.replace(call, let_go);
        set_progress(progress_ ? instructions : 1000);
        return set;
    }

private:
    void set_progress(int after = 1000) noexcept {
        sqlite3_progress_handler(raw(), after, user_function<&database::progress>(*this), this);
    }
    int progress() noexcept {
        ++progress_calls_;
        const bool is_closing = close_ != nullptr && close_->is_closing();
        return is_closing || (progress_ && progress_().value_or(1) != 0) ? 1 : 0;
    }
    const closing_check* close_ = nullptr;  // of the call that runs
    std::int64_t progress_calls_ = 0;       // in it
    // Before db_: SQLite calls them until it is closed.
    update_hook update_;
    yes_or_no_hook commit_, progress_;
    connection db_;
};

// ---- what belongs to it

using values = foreign_span<lite_value>;
using bytes = foreign_span<std::uint8_t>;

int bind_to(sqlite3_stmt* s, int at, int type, std::int64_t n, double real,
            std::string_view v) noexcept {
    const auto own = SQLITE_TRANSIENT;
    switch (type) {
        case LITE_NULL: return sqlite3_bind_null(s, at);
        case LITE_INTEGER: return sqlite3_bind_int64(s, at, n);
        case LITE_FLOAT: return sqlite3_bind_double(s, at, real);
        case LITE_TEXT: return sqlite3_bind_text64(s, at, v.data(), v.size(), own, SQLITE_UTF8);
        case LITE_BLOB: return sqlite3_bind_blob64(s, at, v.data(), v.size(), own);
        case LITE_ZEROS: return sqlite3_bind_zeroblob64(s, at, static_cast<sqlite3_uint64>(n));
        default: return SQLITE_MISUSE;
    }
}

class statement {
public:
    int memory() const noexcept { return sqlite3_stmt_status(raw(), SQLITE_STMTSTATUS_MEMUSED, 0); }
    using life_cycle = ffiguard::life_cycle<child_of<database>, tells_bytes<&statement::memory>>;

    static result<std::unique_ptr<statement>, error> create(database& in, std::string_view sql) {
        if (sql.size() > INT_MAX) return error(status_code::overflow);
        owner made;
        const char* tail = nullptr;
        const int answer = sqlite3_prepare_v3(in.raw(), sql.data(), static_cast<int>(sql.size()), 0,
                                              out_param(made), &tail);
        if (answer != SQLITE_OK) return in.answer(answer);
        if (!made) return error(status_code::invalid_argument, "no SQL statement");
        sql.remove_prefix(static_cast<std::size_t>(tail - sql.data()));
        if (sql.find_first_not_of(" \t\r\n;") != sql.npos)
            return error(status_code::invalid_argument, "text behind the SQL statement");
        return std::make_unique<statement>(in, std::move(made));
    }
    using owner = owned<&sqlite3_finalize>;
    statement(database& in, owner made) noexcept : in_(in), statement_(std::move(made)) {}

    error bind(std::int32_t at, std::int32_t type, std::int64_t integer, double real,
               std::string_view of) noexcept {
        return in_.answer(bind_to(raw(), at, type, integer, real, of));
    }
    std::int32_t parameters() const noexcept { return sqlite3_bind_parameter_count(raw()); }
    std::int32_t parameter_named(const c_string& name) const noexcept {
        return sqlite3_bind_parameter_index(raw(), name.c_str());
    }
    std::int32_t columns() const noexcept { return sqlite3_column_count(raw()); }
    result<std::string_view> column_name(std::int32_t at) const noexcept {
        const char* const name = sqlite3_column_name(raw(), at);
        if (name == nullptr) return status_code::invalid_argument;
        return std::string_view(name);
    }

    /// Binds and steps: what a host does most, in one call.
    result<lite_rows, error> run(closing_check close, foreign_span<const lite_value> parameters,
                                 std::string_view texts, values to, bytes text) noexcept {
        reset();
        sqlite3_clear_bindings(raw());
        std::int32_t at = 0;
        for (const lite_value& each : parameters) {
            const std::uint64_t size = has_bytes(each) ? each.bytes.size : 0;
            if (size > texts.size()) return error(status_code::overflow);
            const std::string_view own(texts.data(), static_cast<std::size_t>(size));
            const error refused = bind(++at, each.type, each.integer, each.real, own);
            if (!refused.ok()) return refused;
            texts.remove_prefix(own.size());
        }
        return step(close, 1, to, text);
    }
    result<lite_rows, error> step(closing_check close, std::int32_t limit, values to,
                                  bytes text) noexcept {
        if (limit < 1) return error(status_code::invalid_argument);
        if (!late_.ok()) return std::exchange(late_, error());
        lite_rows made{};
        while (made.rows < limit && made.done == 0) {
            const std::int32_t before = made.rows;
            const error why = add_row(close, made, to, text);
            if (!why.ok() && before == 0) return why;
            if (!why.ok()) late_ = why;
            if (made.rows == before || in_.took_long()) break;
        }
        return made;
    }
    error each(closing_check close, hook call, release let_go) {
        const auto on_row = row_function::adopt(call, let_go);
        if (!on_row) return on_row.status();
        if (!late_.ok()) return std::exchange(late_, error());
        const ffiguard::on_exit back([this]() noexcept { reset(); });  // by an exception, too
        std::vector<lite_value> row;
        const upcall_batch rows;
        for (;;) {
            const int answer = next(close);
            if (answer != SQLITE_ROW) return end(answer);
            row.resize(static_cast<std::size_t>(sqlite3_data_count(raw())));
            for (std::size_t i = 0; i < row.size(); ++i)
                if (!get(static_cast<int>(i), row[i])) return end(SQLITE_NOMEM);
            const auto stops = (*on_row)(row.data(), static_cast<std::int32_t>(row.size()));
            if (stops.value_or(1) != 0) return stops.status();
        }
    }
    // It gives the failure of the last step again, which has been told.
    void reset() noexcept {
        sqlite3_reset(raw());
        waiting_ = 0;
        late_ = {};
    }
    error clear() noexcept { return in_.answer(sqlite3_clear_bindings(raw())); }

private:
    sqlite3_stmt* raw() const noexcept { return statement_.get(); }
    /// SQLite's next row; that one again which has found no room.
    int next(closing_check close) noexcept {
        if (std::exchange(waiting_, 0) != 0) return SQLITE_ROW;
        return in_.until(close, [&] { return sqlite3_step(raw()); });
    }
    /// False where there is no memory for it in UTF-8.
    bool get(int column, lite_value& value) noexcept {
        // Protected, because a connection without a mutex knows no difference.
        lend(sqlite3_column_value(raw(), column), value);
        return !has_bytes(value) || value.bytes.data != nullptr ||
               sqlite3_errcode(in_.raw()) != SQLITE_NOMEM;
    }
    error end(int answer) noexcept {
        const error why = answer == SQLITE_DONE ? error() : in_.answer(answer);
        sqlite3_reset(raw());
        return why;
    }
    error add_row(closing_check close, lite_rows& made, values to, bytes text) noexcept {
        const int answer = next(close);
        made.done = answer == SQLITE_DONE;
        if (answer != SQLITE_ROW) return end(answer);
        made.columns = sqlite3_data_count(raw());
        const auto columns = static_cast<std::size_t>(made.columns);
        const std::size_t first = static_cast<std::size_t>(made.rows) * columns;
        const bool has_values = to.size() >= first + columns;
        std::uint64_t size = made.size;
        for (int i = 0; i < made.columns; ++i) {
            lite_value value;
            if (!get(i, value)) return end(SQLITE_NOMEM);
            if (has_bytes(value)) {
                const auto data = std::exchange(value.bytes.data, nullptr);
                const std::uint64_t at = std::exchange(size, size + value.bytes.size);
                if (data != nullptr && size <= text.size())
                    std::memcpy(text.data() + at, data, value.bytes.size);
            }
            if (has_values) to[first + static_cast<std::size_t>(i)] = value;
        }
        waiting_ = has_values && size <= text.size() ? 0 : 1;
        if (waiting_ == 0) ++made.rows;
        if (waiting_ == 0 || made.rows == 0) made.size = size;
        return {};
    }
    database& in_;
    owner statement_;
    std::int32_t waiting_ = 0;  // 1: SQLite's row found no room
    error late_;                // of the step after rows that were given first
};

class blob {
public:
    using life_cycle = ffiguard::life_cycle<child_of<database>>;
    using owner = owned<&sqlite3_blob_close>;

    static result<std::unique_ptr<blob>, error> create(database& in, const c_string& schema,
                                                       const c_string& table,
                                                       const c_string& column, std::int64_t row,
                                                       bool writable) {
        owner made;
        const int answer = sqlite3_blob_open(in.raw(), schema.c_str(), table.c_str(),
                                             column.c_str(), row, writable, out_param(made));
        if (answer != SQLITE_OK) return in.answer(answer);
        return std::make_unique<blob>(in, std::move(made));
    }
    blob(database& in, owner made) noexcept : in_(in), blob_(std::move(made)) {}

    // Writes may fail here: they are committed.
    error close() noexcept {
        const status closed = blob_.close();
        return closed.ok() ? error() : in_.answer(closed.detail());
    }
    std::int32_t size() const noexcept { return sqlite3_blob_bytes(blob_.get()); }
    error read(std::int32_t offset, bytes to) noexcept {
        if (to.size() > INT_MAX) return status_code::overflow;
        return in_.answer(
            sqlite3_blob_read(blob_.get(), to.data(), static_cast<int>(to.size()), offset));
    }
    error write(std::int32_t offset, std::string_view from) noexcept {
        if (from.size() > INT_MAX) return status_code::overflow;
        return in_.answer(
            sqlite3_blob_write(blob_.get(), from.data(), static_cast<int>(from.size()), offset));
    }
    error move(std::int64_t to) noexcept {
        return in_.answer(sqlite3_blob_reopen(blob_.get(), to));
    }

private:
    database& in_;
    owner blob_;
};

class backup {
public:
    using life_cycle = ffiguard::life_cycle<child_of<database>>;

    static result<std::unique_ptr<backup>, error> create(database& from, const c_string& path) {
        auto to = connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        if (!to) return to.error();
        owner made(sqlite3_backup_init(to->get(), "main", from.raw(), "main"));
        if (!made) return explain(to->get(), sqlite3_errcode(to->get()));
        return std::make_unique<backup>(*std::move(to), std::move(made));
    }
    using owner = owned<&sqlite3_backup_finish>;
    backup(connection to, owner made) noexcept : to_(std::move(to)), backup_(std::move(made)) {}

    result<lite_progress, error> step(std::int32_t pages) noexcept {
        const int answer = sqlite3_backup_step(backup_.get(), pages);
        if (answer != SQLITE_OK && answer != SQLITE_DONE)
            return error(status::foreign(answer), sqlite3_errstr(answer));
        return lite_progress{sqlite3_backup_remaining(backup_.get()),
                             sqlite3_backup_pagecount(backup_.get()), answer == SQLITE_DONE};
    }

private:
    connection to_;  // before backup_, which uses it to its end
    owner backup_;
};

// Never destroyed: at the end of the process threads of Go or Java may still be calling.
auto& databases = *new handle_table<std::unique_ptr<database>>;
auto& statements = *new handle_table<std::unique_ptr<statement>>;
auto& blobs = *new handle_table<std::unique_ptr<blob>>;
auto& backups = *new handle_table<std::unique_ptr<backup>>;

}  // namespace

// ---- the C names

FFIGUARD_EXPORT_NEW(lite_open, databases, lent, int32_t);
FFIGUARD_EXPORT_SYMBOL ffiguard_status lite_close(token db, int32_t children, ffiguard_error* e) {
    return boundary(e, [&]() -> status {
        if (children == LITE_REFUSE) return databases.close_as<refuses_with_children>(db);
        if (children == LITE_WAIT) return databases.close_as<waits_for_children>(db);
        if (children == LITE_CASCADE) return databases.close(db);
        return status_code::invalid_argument;
    });
}
FFIGUARD_EXPORT_SYMBOL ffiguard_status lite_state(token db) { return call_state(databases, db); }
FFIGUARD_EXPORT_WAKE(lite_interrupt, databases);
FFIGUARD_EXPORT_CALL(lite_exec, databases, &database::exec, lent);
FFIGUARD_EXPORT_CALL(lite_changes, databases, &database::changes, int64_t*);
FFIGUARD_EXPORT_CALL(lite_last_id, databases, &database::last_id, int64_t*);
FFIGUARD_EXPORT_CALL(lite_autocommit, databases, &database::autocommit, int32_t*);
FFIGUARD_EXPORT_CALL(lite_busy_timeout, databases, &database::busy_timeout, int32_t);
FFIGUARD_EXPORT_CALL(lite_create_function, databases, &database::create_function, lent, int32_t,
                     int32_t, hook, release);
FFIGUARD_EXPORT_CALL(lite_on_update, databases, &database::on_update, hook, release);
FFIGUARD_EXPORT_CALL(lite_on_commit, databases, &database::on_commit, hook, release);
FFIGUARD_EXPORT_CALL(lite_on_progress, databases, &database::on_progress, int32_t, hook, release);

FFIGUARD_EXPORT_NEW_CHILD(lite_prepare, statements, databases, lent);
FFIGUARD_EXPORT_RELEASE(lite_finalize, statements);
FFIGUARD_EXPORT_CALL(lite_bind, statements, &statement::bind, int32_t, int32_t, int64_t, double,
                     lent);
FFIGUARD_EXPORT_CALL(lite_parameters, statements, &statement::parameters, int32_t*);
FFIGUARD_EXPORT_CALL(lite_parameter_named, statements, &statement::parameter_named, lent, int32_t*);
FFIGUARD_EXPORT_CALL(lite_columns, statements, &statement::columns, int32_t*);
FFIGUARD_EXPORT_CALL(lite_column_name, statements, &statement::column_name, int32_t, uint8_t*,
                     size_t, uint64_t*);
FFIGUARD_EXPORT_CALL(lite_run, statements, &statement::run, const lite_value*, size_t, lent,
                     lite_value*, size_t, uint8_t*, size_t, lite_rows*);
FFIGUARD_EXPORT_CALL(lite_step, statements, &statement::step, int32_t, lite_value*, size_t,
                     uint8_t*, size_t, lite_rows*);
FFIGUARD_EXPORT_CALL(lite_each, statements, &statement::each, hook, release);
FFIGUARD_EXPORT_CALL(lite_reset, statements, &statement::reset);
FFIGUARD_EXPORT_CALL(lite_clear, statements, &statement::clear);

FFIGUARD_EXPORT_NEW_CHILD(lite_blob_open, blobs, databases, lent, lent, lent, int64_t, int32_t);
FFIGUARD_EXPORT_RELEASE(lite_blob_close, blobs);
FFIGUARD_EXPORT_CALL(lite_blob_size, blobs, &blob::size, int32_t*);
FFIGUARD_EXPORT_CALL(lite_blob_read, blobs, &blob::read, int32_t, uint8_t*, size_t);
FFIGUARD_EXPORT_CALL(lite_blob_write, blobs, &blob::write, int32_t, lent);
FFIGUARD_EXPORT_CALL(lite_blob_move, blobs, &blob::move, int64_t);

FFIGUARD_EXPORT_NEW_CHILD(lite_backup_open, backups, databases, lent);
FFIGUARD_EXPORT_RELEASE(lite_backup_close, backups);
FFIGUARD_EXPORT_CALL(lite_backup_step, backups, &backup::step, int32_t, lite_progress*);

FFIGUARD_EXPORT_SYMBOL ffiguard_status lite_copy(lent of, ffiguard_buffer* to, ffiguard_error* e) {
    return boundary(e, [&] {
        auto made = foreign_buffer::copy(of.data, of.size);
        return made ? made->release_to(to) : made.status();
    });
}
FFIGUARD_EXPORT_SYMBOL uint64_t lite_live(void) {
    return databases.live() + statements.live() + blobs.live() + backups.live();
}
FFIGUARD_EXPORT_SYMBOL int32_t lite_library_version(void) { return sqlite3_libversion_number(); }
