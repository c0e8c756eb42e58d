// SPDX-License-Identifier: GPL-2.0-only
/** @file sip.conf and res_sip.conf, and what is said about them. */
#include "config_source.h"

#include "pbx/guarded.h"
#include "pbx/log_sink.h"
#include "pbx/security.h"

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

Files read_files(sipcore::config::Source& source)
{
    Files files;
    config::Reading reading;
    AsteriskHost host;
    auto old = source.read("sip.conf");
    if (old) {
        auto users = source.read("users.conf");
        if (!users && !users.error().is_missing) {
            ast_log(LOG_ERROR, "Contents of users.conf are invalid and cannot be parsed\n");
            return files;
        }
        reading = config::read_sip_conf(*old, host, users ? *users : config::Sections{});
    } else if (!old.error().is_missing) {
        ast_log(LOG_ERROR, "Contents of sip.conf are invalid and cannot be parsed\n");
        return files;
    } else if (auto modular = source.read("res_sip.conf")) {
        reading = config::read_modular(*modular, host);
    } else {
        ast_log(LOG_ERROR, "Unable to load config: %s, and %s\n", old.error().what.c_str(), modular.error().what.c_str());
        return files;
    }
    for (const auto& complaint : reading.complaints)
        report(complaint);
    files.applicable = reading.applicable();
    files.config = std::move(reading.config);
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
