// SPDX-License-Identifier: GPL-2.0-only
/** @file Every row of docs/spec/sip-conf-options.tsv in each of its places: a good value reaches the model without a word, a
 *  bad one gets the complaint that the row names, or silence. */
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "config/text_source.h"
#include "config/values.h"
#include "sipcore/config/difference.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** What a bad value gets. */
enum class Answer : unsigned char {
    silence,  ///< nothing
    notice,   ///< a notice
    warning,  ///< a warning
    loss,     ///< logged as an error, and something is left out
    dropped,  ///< in a device: the device goes; in [general]: nothing is put in force
};

/** Values of one option. */
struct Case {
    std::string option;               ///< its name
    std::string good;                 ///< a value that changes the model, and is no cause for a word
    std::string bad;                  ///< a value that the row calls bad, or the nearest thing to one
    Answer answer = Answer::silence;  ///< what the bad one gets
    std::string before{};             ///< lines of [general] that the good one needs
    std::string beside{};             ///< lines of the same section that it needs
    Answer good_answer = Answer::silence;  ///< what the good one gets all the same
};

/** A host on which one list is known and one file cannot be read. */
class TestHost : public Host {
public:
    std::optional<AccessList> access_list(const std::string& name) const override
    {
        return name == "office" ? std::optional{AccessList{}} : std::nullopt;
    }
    bool is_readable(const std::string& path) const override { return path != "/missing"; }
    std::vector<std::string> own_names() const override { return {"pbx.example.com"}; }
};

/** The options of which each word has a meaning: yes or no, and anything else is no. */
constexpr const char* switches_that_begin_off[] = {
    "tlsenable", "tlsdontverifyserver", "tlsservercipherorder", "tlsdisablev1", "tlsdisablev11", "tlsdisablev12", "domainsasrealm", "trustrpid",
    "rpid_update", "rpid_immediate", "usereqphone", "use_q850_reason", "compactheaders", "legacy_useroption_parsing", "storesipcause",
    "auth_options_requests", "match_auth_username", "authfailureevents", "dynamic_exclude_static", "autodomain", "useclientcode", "promiscredir",
    "regextenonqualify", "supportpath", "register_retry_403", "rtcachefriends", "rtsavesysname", "rtsavepath", "ignoreregexpire", "callcounter",
    "subscribemwi", "buggymwi", "notifyhold", "preferred_codec_only", "ignore_requested_pref", "autoframing", "rfc2833compensate", "relaxdtmf",
    "directrtpsetup", "ignoresdpversion", "icesupport", "rtcp_mux", "avpf", "force_avp", "encryption", "textsupport", "g726nonstandard",
    "t38pt_usertpsource", "discard_remote_hold_retrieval", "snom_aoc_enabled", "sipdebug", "recordhistory", "dumphistory", "dtlsautogeneratecert",
    "jbenable", "jbforce", "jblog", "jbsyncvideo", "hasvoicemail", "matchexternaddrlocally"};
/** The same, on until they are switched off. */
constexpr const char* switches_that_begin_on[] = {
    "srvlookup", "websocket_enabled", "pedantic", "refer_addheaders", "send_diversion", "allowguest", "alwaysauthreject", "auth_message_requests",
    "accept_outofcall_message", "allowexternaldomains", "allowtransfer", "allowsubscribe", "rtupdate", "prematuremedia"};

/** All cases that are not plain switches. */
std::vector<Case> other_cases()
{
    using enum Answer;
    return {
        {"udpbindaddr", "192.0.2.1:5070", "host.example.com", warning},
        {"bindport", "5070", "x", warning},
        {"tcpenable", "yes", "typo", silence},
        {"tcpbindaddr", "192.0.2.1", "x", warning, "", "tcpenable=yes\n"},
        {"tcpauthtimeout", "5", "0", warning},
        {"tcpauthlimit", "5", "0", warning},
        {"transport", "ws,udp", "sctp", notice},
        {"media_address", "192.0.2.1", "x", warning},
        {"rtpbindaddr", "192.0.2.1", "x", warning},
        {"externaddr", "192.0.2.1:5070", "host.example.com", warning},
        {"externhost", "host.example.com:5070", "host:x", warning},
        {"externrefresh", "20", "x", warning},
        {"externtcpport", "5070", "0", warning, "", "tcpenable=yes\nexternaddr=192.0.2.1\n"},
        {"externtlsport", "5071", "70000", warning, "", "tlsenable=yes\nexternaddr=192.0.2.1\n"},
        {"localnet", "192.0.2.0/24", "x", warning},
        {"tos_sip", "cs3", "999", warning},
        {"tos_audio", "ef", "x", warning},
        {"tos_video", "af41", "x", warning},
        {"tos_text", "8", "x", warning},
        {"cos_sip", "1", "8", warning},
        {"cos_audio", "1", "8", warning},
        {"cos_video", "1", "-1", warning},
        {"cos_text", "1", "x", warning},
        {"websocket_write_timeout", "50", "-1", warning},
        {"tlsbindaddr", "192.0.2.1", "x", loss, "", "tlsenable=yes\n"},
        {"tlscertfile", "/etc/x.pem", "", silence, "", "tlsenable=yes\n"},
        {"tlsprivatekey", "/etc/x.key", "", silence, "", "tlsenable=yes\n"},
        {"tlscipher", "HIGH", "", silence, "", "tlsenable=yes\n"},
        {"tlscafile", "/etc/ca.pem", "", silence, "", "tlsenable=yes\n"},
        {"tlscapath", "/etc/ca", "", silence, "", "tlsenable=yes\n"},
        {"tlsclientmethod", "tlsv1", "tlsv9", silence, "", "tlsenable=yes\n"},
        {"realm", "example.com", "", silence},
        {"useragent", "X", "", silence},
        {"sdpsession", "X", "", silence},
        {"sdpowner", "x", "two words", warning},
        {"callerid", "\"A B\" <12>", "", silence},
        {"fullname", "A", "", silence},
        {"trunkname", "x", "", silence, "", "callerid=A <1>\n"},
        {"cid_number", "1", "", silence},
        {"cid_tag", "t", "", silence},
        {"callingpres", "prohib", "hidden", silence},
        {"shrinkcallerid", "no", "maybe", warning},
        {"sendrpid", "pai", "maybe", silence},
        {"trust_id_outbound", "yes", "maybe", warning},
        {"maxforwards", "20", "0", warning},
        {"fromuser", "x", "", silence},
        {"fromdomain", "example.com:5070", "example.com:x", notice},
        {"disallowed_methods", "UPDATE, message", "HELLO", silence},
        {"outofcall_message_context", "m", "", silence},
        {"autocreatepeer", "persist", "maybe", silence},
        {"secret", "x", "", silence},
        {"md5secret", "x", "", silence},
        {"remotesecret", "x", "", silence},
        {"defaultuser", "x", "", silence},
        {"auth", "u:p@example.com", "u:p", warning},
        {"insecure", "port,invite", "very", warning},
        {"permit", "192.0.2.0/24", "x", dropped},
        {"deny", "192.0.2.0/24", "192.0.2.0/24, 192.0.2.0/25", dropped},
        {"acl", "office", "office,office", dropped},
        {"contactpermit", "192.0.2.0/24", "x", dropped},
        {"contactdeny", "192.0.2.0/24", "x", dropped},
        {"contactacl", "office", "office,office", dropped},
        {"directmediapermit", "192.0.2.0/24", "", dropped},
        {"directmediadeny", "192.0.2.0/24", "x", dropped},
        {"directmediaacl", "office", "office,office", dropped},
        {"domain", "example.com,in", ",in", warning},
        {"allowoverlap", "dtmf", "maybe", silence},
        {"type", "user", "phone", silence},
        {"host", "dynamic", "", dropped},
        {"port", "5070", "0", warning, "", "host=192.0.2.9\n"},
        {"defaultip", "192.0.2.9", "", silence, "", "host=dynamic\n"},
        {"outboundproxy", "tcp://192.0.2.9:5070, force", "", warning},
        {"qualify", "500", "maybe", warning},
        {"qualifyfreq", "20", "x", warning},
        {"qualifygap", "20", "-1", warning},
        {"qualifypeers", "20", "x", warning},
        {"keepalive", "yes", "maybe", warning},
        {"regexten", "1&2@x", "", silence},
        {"regcontext", "a&b", "", silence},
        {"callbackextension", "in", "", silence, "", "host=192.0.2.9\ndefaultuser=u\n"},
        {"unsolicited_mailbox", "1", "", silence},
        {"description", "x", "", silence},
        {"maxexpiry", "100", "0", silence},
        {"minexpiry", "10", "x", silence},
        {"defaultexpiry", "10", "-1", silence},
        {"submaxexpiry", "100", "0", silence},
        {"subminexpiry", "10", "x", silence},
        {"mwiexpiry", "100", "0", silence},
        {"register", "u:p@192.0.2.9", "u", warning},
        {"registertimeout", "10", "0", silence},
        {"registerattempts", "10", "x", silence},
        {"mwi", "u:p@192.0.2.9/1", "u@h", warning},
        {"subscribe_network_change_event", "no", "maybe", warning},
        {"rtautoclear", "10", "maybe", silence},
        {"context", "in", "", silence},
        {"subscribecontext", "in", "", silence},
        {"language", "de", "", silence},
        {"tonezone", "de", "", silence},
        {"accountcode", "x", "", silence},
        {"amaflags", "billing", "maybe", silence},
        {"callgroup", "1,3-4", "64", warning},
        {"pickupgroup", "1", "x", loss},
        {"namedcallgroup", "a, b", "", silence},
        {"namedpickupgroup", "a", "", silence},
        {"parkinglot", "x", "", silence},
        {"mohinterpret", "x", "", silence},
        {"mohsuggest", "x", "", silence},
        {"setvar", "A=b", "nothing", silence},
        {"header", "A: b", "", silence},
        {"recordonfeature", "x", "", silence},
        {"recordofffeature", "x", "", silence},
        {"call-limit", "2", "x", silence},
        {"busylevel", "2", "-1", silence},
        {"mailbox", "1@default", "", silence},
        {"vmexten", "x", "", silence},
        {"mwi_from", "x", "", silence},
        {"notifymimetype", "text/plain", "", silence},
        {"notifyringing", "notinuse", "maybe", silence},
        {"notifycid", "ignore-context", "maybe", silence},
        {"allow", "opus", "loud", warning},
        {"disallow", "gsm", "loud", warning},
        {"dtmfmode", "info", "loud", warning},
        {"progressinband", "never", "maybe", silence},
        {"directmedia", "no", "maybe", warning},
        {"nat", "auto_force_rport,comedia", "auto_force_rport,route", silence},
        {"encryption_taglen", "32", "x", silence},
        {"rtp_engine", "x", "", silence},
        {"rtptimeout", "10", "-1", warning},
        {"rtpholdtimeout", "10", "x", warning},
        {"rtpkeepalive", "10", "x", warning},
        {"videosupport", "always", "maybe", silence},
        {"maxcallbitrate", "100", "-1", silence},
        {"t38pt_udptl", "yes,maxdatagram=400", "maxdatagram=x", warning},
        {"faxdetect", "cng", "maybe", warning},
        {"t1min", "50", "x", silence},
        {"timert1", "600", "50", warning},
        {"timerb", "9000", "100", warning},
        {"session-timers", "refuse", "maybe", warning},
        {"session-expires", "600", "x", warning},
        {"session-minse", "100", "80", warning},
        {"session-refresher", "uac", "x", warning},
        {"dtlsenable", "yes", "maybe", silence},
        {"dtlsverify", "yes", "maybe", silence},
        {"dtlsrekey", "10", "x", silence},
        {"dtlscertfile", "/x", "/missing", loss},
        {"dtlsprivatekey", "/x", "/missing", loss},
        {"dtlscipher", "HIGH", "", silence},
        {"dtlscafile", "/x", "/missing", loss},
        {"dtlscapath", "/x", "/missing", loss},
        {"dtlssetup", "actpass", "maybe", silence},
        {"dtlsfingerprint", "sha-1", "md5", silence},
        {"jbmaxsize", "100", "0", silence},
        {"jbresyncthreshold", "100", "x", silence},
        {"jbimpl", "adaptive", "", silence},
        {"jbtargetextra", "10", "x", silence},
        {"cc_agent_policy", "generic", "maybe", warning},
        {"cc_monitor_policy", "always", "maybe", warning},
        {"cc_offer_timer", "10", "0", warning},
        {"ccnr_available_timer", "10", "x", silence},
        {"ccbs_available_timer", "10", "0", warning},
        {"cc_recall_timer", "10", "0", warning},
        {"cc_max_agents", "10", "x", silence},
        {"cc_max_monitors", "10", "x", silence},
        {"cc_callback_macro", "x", "", silence},
        {"cc_callback_sub", "x", "", silence},
        {"cc_agent_dialstring", "SIP/a", "12", warning},
    };
}

/** All cases by option. */
std::map<std::string, Case> cases()
{
    std::map<std::string, Case> all;
    for (auto each : other_cases())
        all.emplace(each.option, each);
    for (const auto* name : switches_that_begin_off)
        all.emplace(name, Case{name, "yes", "typo"});
    for (const auto* name : switches_that_begin_on)
        all.emplace(name, Case{name, "no", "typo"});
    for (const auto* name : {"tlsdontverifyserver", "tlsservercipherorder", "tlsdisablev1", "tlsdisablev11", "tlsdisablev12"})
        all[name].beside = "tlsenable=yes\n";
    all["storesipcause"].good_answer = Answer::warning;
    all["allowexternaldomains"].beside = "domain=example.com\n";
    return all;
}

/** A row of the table: an option and its places. */
struct Row {
    std::string option;    ///< its name
    std::string aliases;   ///< its other names
    bool general = false;  ///< may stand in [general]
    bool device = false;   ///< may stand in a device
};

/** The rows of options of sip.conf. */
std::vector<Row> rows()
{
    std::ifstream file{std::string{CHAN_SIP_SOURCE_DIR} + "/docs/spec/sip-conf-options.tsv"};
    std::vector<Row> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream cut{line};
        std::string option;
        std::string aliases;
        std::string where;
        std::getline(cut, option, '\t');
        std::getline(cut, aliases, '\t');
        std::getline(cut, where, '\t');
        if (line.starts_with('#') || option.find_first_of(" (,") != std::string::npos || option == "template")
            continue;
        Row row{option, aliases, where.starts_with("general"), where.starts_with("peer") || where.find(", peer") != std::string::npos};
        if (row.general || row.device)
            rows.push_back(row);
    }
    return rows;
}

/** Rows whose line acts in no place of this kind, whatever it says. */
bool acts(const Row& row, bool general)
{
    static const std::set<std::string> idle_in_general{"dtlsenable", "timerb"};
    static const std::set<std::string> idle{"tlsverifyclient"};
    return !idle.contains(row.option) && !(general && idle_in_general.contains(row.option));
}

/** A file with some lines in one place. */
std::string file_with(const Case& each, bool general, const std::string& line)
{
    auto lines = each.beside + line;
    return "[general]\n" + each.before + (general ? lines : "") + "[a]\ntype=peer\n" + (general ? "" : lines);
}

/** The reading of a file, without notices of what has no effect yet. */
Reading read(const std::string& text)
{
    auto reading = read_sip_conf(sections_of(text), TestHost{});
    std::erase_if(reading.complaints, [](const Complaint& complaint) { return complaint.what.ends_with("has no effect in this version"); });
    return reading;
}

/** What a reading answered. */
Answer answer_of(const Reading& reading, bool general)
{
    if (general ? !reading.applicable() : reading.config.endpoints.empty())
        return Answer::dropped;
    auto heaviest = Answer::silence;
    for (const auto& complaint : reading.complaints) {
        auto each = complaint.weight == Weight::notice ? Answer::notice : complaint.weight == Weight::warning ? Answer::warning : Answer::loss;
        heaviest = std::max(heaviest, each);
    }
    return heaviest;
}

/** Whether nothing changes. */
bool is_empty(const Difference& change)
{
    auto kinds = {&change.transports, &change.endpoints, &change.aors, &change.auths, &change.registrations, &change.mwi_subscriptions, &change.domains};
    return !change.global && std::ranges::all_of(kinds, [](const Changes* changes) { return changes->empty(); });
}

/** What a bad value gets in a place. */
Answer expected(const Case& each, bool general)
{
    if (each.option == "transport" && general)
        return Answer::warning;  // no transport is left
    return each.answer;
}

/** One row in one of its places. */
void check(const Row& row, const Case& each, bool general)
{
    SCOPED_TRACE(row.option + (general ? " in [general]" : " in a device"));
    auto plain = read(file_with(each, general, ""));
    auto names = split(row.aliases);
    names.insert(names.begin(), row.option);
    for (auto name : names) {
        auto good = read(file_with(each, general, std::string{name} + " = " + each.good + "\n"));
        EXPECT_EQ(answer_of(good, general), name == "username" || (name == "timert1" && !general) ? Answer::notice : each.good_answer) << name << (good.complaints.empty() ? "" : good.complaints[0].what);
        EXPECT_EQ(good.config != plain.config, acts(row, general)) << name << " = " << each.good;
        auto change = difference(plain.config, good.config);
        EXPECT_EQ(is_empty(change), !acts(row, general)) << name;
        EXPECT_TRUE(general || !change.global) << name << " changes more than its device";
    }
    auto bad = read(file_with(each, general, row.option + " = " + each.bad + "\n"));
    EXPECT_EQ(answer_of(bad, general), expected(each, general)) << each.bad << (bad.complaints.empty() ? "" : ": " + bad.complaints[0].what);
    for (const auto& complaint : bad.complaints) {
        EXPECT_GT(complaint.place.line, 0);
    }
}

}  // namespace

TEST(OptionRows, AreReadInEachOfTheirPlaces)
{
    auto all = cases();
    all["tlsverifyclient"] = {"tlsverifyclient", "no", "yes", Answer::warning};
    std::size_t seen = 0;
    for (const auto& row : rows()) {
        auto at = all.find(row.option);
        ASSERT_NE(at, all.end()) << row.option << " has no case";
        if (row.option == "tlsverifyclient") {
            EXPECT_EQ(answer_of(read(file_with(at->second, true, "tlsverifyclient = yes\n")), true), Answer::warning);
            ++seen;
            continue;
        }
        if (row.general)
            check(row, at->second, true);
        if (row.device)
            check(row, at->second, false);
        ++seen;
    }
    EXPECT_EQ(seen, all.size()) << "a case for what is no row";
    EXPECT_GT(seen, 220U);
}

TEST(OptionRows, ThatAreOfDevicesAloneDoNothingInGeneral)
{
    for (const auto& row : rows()) {
        if (row.general)
            continue;
        auto each = cases().at(row.option);
        auto with = read("[general]\n" + row.option + " = " + each.good + "\n[a]\ntype=peer\n");
        EXPECT_EQ(with.config, read("[general]\n[a]\ntype=peer\n").config) << row.option;
        EXPECT_TRUE(with.complaints.empty()) << row.option;
    }
}

TEST(OptionRows, ThatAreOfGeneralAloneDoNothingInADevice)
{
    for (const auto& row : rows()) {
        if (row.device || row.option == "tlsverifyclient")
            continue;
        auto each = cases().at(row.option);
        auto with = read("[general]\n[a]\ntype=peer\n" + row.option + " = " + each.good + "\n");
        EXPECT_EQ(with.config, read("[general]\n[a]\ntype=peer\n").config) << row.option;
        EXPECT_TRUE(with.complaints.empty()) << row.option;
    }
}

TEST(OptionRows, ThatAreSharedReachDevicesFromGeneral)
{
    // Some of [general] are looked up when a call is made, or mean something else there.
    const std::set<std::string> apart{"callerid", "fromdomain", "mwi_from", "parkinglot", "outboundproxy", "timert1", "timerb", "contactpermit",
                                      "contactdeny", "contactacl", "dtlsenable", "context"};
    for (const auto& row : rows()) {
        if (!row.general || !row.device || apart.contains(row.option))
            continue;
        auto each = cases().at(row.option);
        auto line = each.beside + row.option + " = " + each.good + "\n";
        auto general = read("[general]\n" + line + "[a]\ntype=peer\n").config;
        auto device = read("[general]\n[a]\ntype=peer\n" + line).config;
        EXPECT_EQ(general.endpoints.at(0), device.endpoints.at(0)) << row.option;
        EXPECT_EQ(general.aors.at(0), device.aors.at(0)) << row.option;
    }
}

}  // namespace sipcore::config
