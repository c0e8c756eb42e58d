// SPDX-License-Identifier: GPL-2.0-only
/** @file Rows through Asterisk's realtime engines. */
#include "realtime/rows.h"

#include "pbx/asterisk.h"

namespace res_sip {

namespace {

/** The family of devices. */
constexpr const char* peers = "sippeers";
/** The family of registrations, where it is mapped. */
constexpr const char* registrations = "sipregs";
/** Columns that say where a device is, and are no options of it. */
constexpr std::array<std::string_view, 11> columns_of_place{"ipaddr", "regseconds", "fullcontact", "useragent", "lastms", "regserver", "path",
                                                           "name", "id", "dynamic", "constantssrc"};

/** Ends a row. */
struct VariablesEnd {
    /** Gives it back to Asterisk. */
    void operator()(ast_variable* first) const { ast_variables_destroy(first); }
};
/** A row that somebody owns. */
using Variables = std::unique_ptr<ast_variable, VariablesEnd>;

/** Ends a set of rows. */
struct RowsEnd {
    /** Gives them back to Asterisk. */
    void operator()(ast_config* rows) const { ast_config_destroy(rows); }
};

/** A column of a row; empty when it is not there. Engines cut values at semicolons: they are put together again. */
std::string column(const ast_variable* first, std::string_view name)
{
    std::string value;
    bool begun = false;
    for (auto* each = first; each; each = each->next) {
        if (name != each->name)
            continue;
        value += (begun ? ";" : "") + std::string{each->value};
        begun = true;
    }
    return value;
}

/** Whether a row has a column. */
bool has_column(const ast_variable* first, std::string_view name)
{
    for (auto* each = first; each; each = each->next) {
        if (name == each->name)
            return true;
    }
    return false;
}

/** Adds a column's value as lines: a semicolon parts several. */
void add_lines(sipcore::config::Section& section, std::string_view name, std::string_view value)
{
    while (!value.empty()) {
        auto end = std::min(value.find(';'), value.size());
        if (end > 0)
            section.entries.push_back({std::string{name}, std::string{value.substr(0, end)}, section.place});
        value.remove_prefix(std::min(end + 1, value.size()));
    }
}

/** What a row says of where its device is. */
RowBinding binding_of(const ast_variable* first)
{
    RowBinding kept;
    kept.until = std::strtol(column(first, "regseconds").c_str(), nullptr, 10);
    kept.has_username_column = has_column(first, "username") && !has_column(first, "defaultuser");
    kept.binding.username = column(first, kept.has_username_column ? "username" : "defaultuser");
    kept.binding.contact = column(first, "fullcontact");
    kept.binding.user_agent = column(first, "useragent");
    kept.binding.path = sipcore::from_path_text(column(first, "path"));
    auto ip = sipcore::IpAddress::parse(column(first, "ipaddr"));
    auto port = std::strtoul(column(first, "port").c_str(), nullptr, 10);
    if (ip && !ip->is_unspecified() && port <= 65535)
        kept.binding.address = {*ip, static_cast<std::uint16_t>(port)};
    return kept;
}

/** A row as a device. */
Row row_of(const ast_variable* first)
{
    Row row;
    row.name = column(first, "name");
    row.section.name = row.name;
    row.section.place = {"realtime sippeers", 0};
    row.is_dynamic = strcasecmp(column(first, "host").c_str(), "dynamic") == 0;
    if (column(first, "type").empty())
        row.section.entries.push_back({"type", "friend", row.section.place});
    for (auto* each = first; each; each = each->next) {
        std::string_view name = each->name;
        bool place = std::ranges::find(columns_of_place, name) != columns_of_place.end() || (row.is_dynamic && name == "port");
        if (!place)
            add_lines(row.section, name, each->value);
    }
    row.kept = binding_of(first);
    return row;
}

/** Takes where a device is from `sipregs`, where that is mapped. */
void add_registration(Row& row)
{
    if (!is_mapped(registrations))
        return;
    Variables first{ast_load_realtime(registrations, "name", row.name.c_str(), SENTINEL)};
    row.kept = first ? binding_of(first.get()) : RowBinding{};
}

/** All rows of a set. */
std::vector<Row> rows_of(ast_config* raw)
{
    std::unique_ptr<ast_config, RowsEnd> all{raw};
    std::vector<Row> rows;
    ast_category* category = nullptr;
    while (raw && (category = ast_category_browse_filtered(raw, nullptr, category, nullptr))) {
        auto* first = ast_category_first(category);
        if (!column(first, "name").empty())
            rows.push_back(row_of(first));
    }
    return rows;
}

}  // namespace

bool is_mapped(const char* family)
{
    return ast_check_realtime(family) != 0;
}

std::optional<Row> load_row(const std::string& name)
{
    Variables first{ast_load_realtime(peers, "name", name.c_str(), "host", "dynamic", SENTINEL)};
    if (!first)
        first.reset(ast_load_realtime(peers, "name", name.c_str(), SENTINEL));
    if (!first || column(first.get(), "name").empty())
        return std::nullopt;
    auto row = row_of(first.get());
    add_registration(row);
    return row;
}

std::vector<Row> load_rows_at(const std::string& ip, unsigned port)
{
    auto text = std::to_string(port);
    auto rows = rows_of(ast_load_realtime_multientry(peers, "host", ip.c_str(), "port", text.c_str(), SENTINEL));
    if (rows.empty())
        rows = rows_of(ast_load_realtime_multientry(peers, "host", ip.c_str(), SENTINEL));
    return rows;
}

std::vector<Row> load_all_rows()
{
    auto rows = rows_of(ast_load_realtime_multientry(peers, "name LIKE", "%", SENTINEL));
    if (!is_mapped(registrations))
        return rows;
    std::unique_ptr<ast_config, RowsEnd> all{ast_load_realtime_multientry(registrations, "name LIKE", "%", SENTINEL)};
    std::unordered_map<std::string, RowBinding> kept;
    ast_category* category = nullptr;
    while (all && (category = ast_category_browse_filtered(all.get(), nullptr, category, nullptr))) {
        auto* first = ast_category_first(category);
        kept.emplace(column(first, "name"), binding_of(first));
    }
    for (auto& row : rows) {
        auto at = kept.find(row.name);
        row.kept = at == kept.end() ? RowBinding{} : at->second;
    }
    return rows;
}

sipcore::config::Sections load_objects(const std::string& family, const std::string& type)
{
    sipcore::config::Sections sections;
    std::unique_ptr<ast_config, RowsEnd> all{ast_load_realtime_multientry(family.c_str(), "name LIKE", "%", SENTINEL)};
    ast_category* category = nullptr;
    while (all && (category = ast_category_browse_filtered(all.get(), nullptr, category, nullptr))) {
        auto* first = ast_category_first(category);
        sipcore::config::Section section;
        section.name = column(first, "name");
        section.place = {"realtime " + family, 0};
        section.entries.push_back({"type", type, section.place});
        for (auto* each = first; each; each = each->next) {
            if (std::string_view{each->name} != "name" && std::string_view{each->name} != "id")
                add_lines(section, each->name, each->value);
        }
        if (!section.name.empty())
            sections.push_back(std::move(section));
    }
    return sections;
}

sipcore::config::Sections load_objects_in_time(const std::string& family, const std::string& type)
{
    constexpr std::chrono::seconds patience{5};
    /** What the waiting and the asking thread share. */
    struct Shared {
        std::mutex mutex;                    // of all below
        std::condition_variable done;        // the database answered
        bool is_done = false;                // whether it did
        std::string family;                  // what is asked
        std::string type;                    // of which type
        sipcore::config::Sections sections;  // the answer
    };
    static std::mutex last_mutex;
    static std::map<std::string, sipcore::config::Sections> last;
    auto shared = std::make_shared<Shared>();
    shared->family = family;
    shared->type = type;
    auto* share = new std::shared_ptr<Shared>{shared};
    pthread_t thread;
    auto body = [](void* argument) -> void* {
        std::unique_ptr<std::shared_ptr<Shared>> held{static_cast<std::shared_ptr<Shared>*>(argument)};
        auto sections = load_objects((*held)->family, (*held)->type);
        std::lock_guard lock{(*held)->mutex};
        (*held)->sections = std::move(sections);
        (*held)->is_done = true;
        (*held)->done.notify_all();
        return nullptr;
    };
    if (ast_pthread_create_detached(&thread, nullptr, body, share) != 0) {
        delete share;
        return {};
    }
    std::unique_lock lock{shared->mutex};
    bool answered = shared->done.wait_for(lock, patience, [&] { return shared->is_done; });
    std::lock_guard guard{last_mutex};
    if (answered) {
        last[family] = shared->sections;
        return shared->sections;
    }
    ast_log(LOG_WARNING, "The database does not answer for %s: what it said before stays\n", family.c_str());
    ast_module_ref(AST_MODULE_SELF);  // the thread is still in this code
    return last[family];
}

Columns registered_columns(const sipcore::StoredBinding& binding, long seconds, const std::string& system, bool with_path, bool username_column)
{
    Columns columns{{"ipaddr", binding.address.ip().text()}, {"port", std::to_string(binding.address.port())}, {"regseconds", std::to_string(seconds)},
                    {username_column ? "username" : "defaultuser", binding.username}, {"lastms", "0"},
                    {"fullcontact", binding.contact}};
    if (with_path)
        columns.emplace_back("path", sipcore::to_path_text(binding.path));
    if (!system.empty())
        columns.emplace_back("regserver", system);
    return columns;
}

Columns unregistered_columns(bool with_system, bool with_path)
{
    Columns columns{{"fullcontact", ""}, {"ipaddr", ""}, {"port", "0"}, {"regseconds", "0"}, {"useragent", ""}, {"lastms", "0"}};
    if (with_system)
        columns.emplace_back("regserver", "");
    if (with_path)
        columns.emplace_back("path", "");
    return columns;
}

bool write_row(const std::string& name, const Columns& columns)
{
    ast_variable* first = nullptr;
    for (auto column = columns.rbegin(); column != columns.rend(); ++column) {
        auto* variable = ast_variable_new(column->first.c_str(), column->second.c_str(), "");
        if (!variable)
            continue;
        variable->next = first;
        first = variable;
    }
    Variables owned{first};
    return ast_update_realtime_fields(is_mapped(registrations) ? registrations : peers, "name", name.c_str(), owned.get()) >= 0;
}

}  // namespace res_sip
