// SPDX-License-Identifier: GPL-2.0-only
/** @file sip.conf and res_sip.conf, and what is said about them. */
#include "config_source.h"

#include "pbx/guarded.h"
#include "pbx/log_sink.h"
#include "pbx/security.h"
#include "realtime/rows.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;

/** Ends a read file. */
struct ConfigEnd {
    /** Gives it back to Asterisk. */
    void operator()(ast_config* config) const { ast_config_destroy(config); }
};

/** An address of Asterisk's as a value; nothing for no address. */
std::optional<sipcore::IpAddress> ip_of(const ast_sockaddr& address)
{
    auto value = sipcore::SocketAddress::from(reinterpret_cast<const sockaddr*>(&address.ss));
    return value ? std::optional{value.ip()} : std::nullopt;
}

/** How many bits a mask begins with. */
std::uint8_t leading_ones(const sipcore::IpAddress& mask)
{
    std::uint8_t bits = 0;
    for (std::size_t i = 0; i < (mask.is_v4() ? 4U : 16U); ++i)
        bits += static_cast<std::uint8_t>(std::popcount(mask.octets()[i]));
    return bits;
}

/** Logs one complaint in the words that administrators look for. */
void report(const config::Complaint& complaint)
{
    auto level = complaint.weight == config::Weight::error || complaint.weight == config::Weight::loss ? sipcore::log::Level::error
                 : complaint.weight == config::Weight::warning ? sipcore::log::Level::warning
                                                               : sipcore::log::Level::notice;
    auto text = std::format("{}:{}: {}", complaint.place.file, complaint.place.line, sipcore::log::printable(complaint.what, 512));
    pbx::write_log(level, "config_source.cpp", __LINE__, "read_files", 0, text);
}

/** Adds the modular objects of a database, a family for each type; one that does not answer in time is gone on without, as it was. */
void add_objects_of_database(std::optional<config::Sections>& modular)
{
    static constexpr std::array<std::string_view, 11> types{"global", "guest", "transport", "endpoint", "aor", "auth", "registration", "mwi", "domain",
                                                            "identify", "acl"};
    for (auto type : types) {
        auto family = std::format("sip_{}", type);
        if (!is_mapped(family.c_str()))
            continue;
        auto objects = load_objects_in_time(family, std::string{type});
        if (!modular)
            modular.emplace();
        modular->insert(modular->end(), std::make_move_iterator(objects.begin()), std::make_move_iterator(objects.end()));
    }
}

}  // namespace

std::expected<config::Sections, config::ReadFailure> AsteriskConfig::read(const std::string& file)
{
    ast_flags flags{};
    std::unique_ptr<ast_config, ConfigEnd> read;
    auto* raw = ast_config_load2(file.c_str(), "res_sip", flags);
    if (!raw || raw == CONFIG_STATUS_FILEMISSING)
        return std::unexpected(config::ReadFailure{true, file + " is not there"});
    if (raw == CONFIG_STATUS_FILEINVALID)
        return std::unexpected(config::ReadFailure{false, file + " cannot be parsed"});
    read.reset(raw);
    config::Sections sections;
    // The variables are those of the first section of a name, which is how Asterisk looks them up.
    ast_category* category = nullptr;
    while ((category = ast_category_browse_filtered(raw, nullptr, category, nullptr))) {
        const char* name = ast_category_get_name(category);
        config::Section section;
        section.name = name;
        section.place.file = file;
        for (auto* line = ast_category_first(category); line; line = line->next) {
            section.entries.push_back({line->name, line->value, {line->file && *line->file ? line->file : file, line->lineno}});
            if (section.place.line == 0)
                section.place = {section.entries.back().place.file, std::max(line->lineno - 1, 1)};
        }
        sections.push_back(std::move(section));
    }
    return sections;
}

std::optional<sipcore::AccessList> AsteriskHost::access_list(const std::string& name) const
{
    int is_realtime = 0;
    int is_undefined = 0;
    auto* first = ast_named_acl_find(name.c_str(), &is_realtime, &is_undefined);
    if (is_undefined)
        return std::nullopt;
    sipcore::AccessList list;
    for (auto* rule = first; rule; rule = rule->next) {
        auto address = ip_of(rule->addr);
        auto mask = ip_of(rule->netmask);
        if (!address || !mask)
            continue;
        auto sense = rule->sense == AST_SENSE_ALLOW ? sipcore::AccessRule::Sense::permit : sipcore::AccessRule::Sense::deny;
        list.rules.push_back({sense, {*address, leading_ones(*mask)}});
    }
    ast_free_ha(first);
    return list;
}

bool AsteriskHost::is_codec(const std::string& name) const
{
    auto* format = ast_format_cache_get(name.c_str());
    ao2_cleanup(format);
    return format || sipcore::config::Host::is_codec(name);
}

bool AsteriskHost::is_tone_zone(const std::string& name) const
{
    auto* zone = ast_get_indication_zone(name.c_str());
    if (zone)
        ast_tone_zone_unref(zone);
    return zone != nullptr;
}

bool AsteriskHost::is_readable(const std::string& path) const
{
    return access(path.c_str(), R_OK) == 0;
}

std::string AsteriskHost::system_name() const
{
    return ast_config_AST_SYSTEM_NAME;
}

std::vector<std::string> AsteriskHost::own_names() const
{
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0)
        return {};
    return {name.data()};
}

std::string AsteriskHost::product() const
{
    return std::string{"Asterisk PBX "} + ast_get_version();
}

std::expected<FileSections, std::string> sections_of_files(sipcore::config::Source& source)
{
    FileSections files;
    auto take = [&](const char* name, auto& into) -> std::string {
        auto read = source.read(name);
        if (read)
            into = std::move(*read);
        else if (!read.error().is_missing)
            return std::format("Contents of {} are invalid and cannot be parsed", name);
        return {};
    };
    for (const auto& wrong : {take("sip.conf", files.old), take("users.conf", files.users), take("res_sip.conf", files.modular)}) {
        if (!wrong.empty())
            return std::unexpected(wrong);
    }
    add_objects_of_database(files.modular);
    if (!files.old && !files.modular)
        return std::unexpected("Unable to load config: there is neither sip.conf nor res_sip.conf");
    return files;
}

Files read_files(sipcore::config::Source& source)
{
    Files files;
    AsteriskHost host;
    auto sections = sections_of_files(source);
    if (!sections) {
        ast_log(LOG_ERROR, "%s\n", sections.error().c_str());
        return files;
    }
    auto reading = sections->old && sections->modular ? config::read_both(*sections->old, sections->users, *sections->modular, host)
                   : sections->old                    ? config::read_sip_conf(*sections->old, host, sections->users)
                                                      : config::read_modular(*sections->modular, host);
    for (const auto& complaint : reading.complaints)
        report(complaint);
    files.applicable = reading.applicable();
    files.config = std::move(reading.config);
    files.origins = std::move(reading.origins);
    if (sections->old)
        std::ranges::copy_if(*sections->old, std::back_inserter(files.old), [](const auto& section) { return section.name == "general"; });
    if (!files.applicable)
        ast_log(LOG_ERROR, "The SIP configuration has errors and is not put in force\n");
    return files;
}

AclWatch::AclWatch(std::function<void()> changed)
    : changed_{std::move(changed)}, subscription_{stasis_subscribe(ast_security_topic(), &AclWatch::on_message, this)}
{
    if (!subscription_) {
        ast_log(LOG_WARNING, "Changes of acl.conf will not be noticed\n");
        return;
    }
    stasis_subscription_accept_message_type(subscription_, ast_named_acl_change_type());
    stasis_subscription_set_filter(subscription_, STASIS_SUBSCRIPTION_FILTER_SELECTIVE);
}

AclWatch::~AclWatch()
{
    stasis_unsubscribe_and_join(subscription_);
}

void AclWatch::on_message(void* self, stasis_subscription*, stasis_message* message)
{
    if (stasis_message_type(message) != ast_named_acl_change_type())
        return;
    pbx::guarded("named list", 0, [self] {
        static_cast<AclWatch*>(self)->changed_();
        return 0;
    });
}

}  // namespace res_sip
