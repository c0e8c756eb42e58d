// SPDX-License-Identifier: GPL-2.0-only
/** @file sip.conf written as a modular file and read back is the same configuration, for every row of the option table, for the
 *  samples and for configurations made by chance; and each line says where it comes from. */
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "config/meanings.h"
#include "config/modular_options.h"
#include "config/option_cases.h"
#include "sipcore/config/write.h"

namespace sipcore::config {

namespace {

/** What a configuration is when it was written down and read again. */
Reading again(const Reading& reading, std::string* text = nullptr)
{
    auto written = modular_text(reading.config, *reading.origins, TestHost{});
    if (text)
        *text = written;
    return read_modular(sections_of(written, "res_sip.conf"), TestHost{});
}

/** Expects that a reading outlives being written and read. */
void expect_same(const Reading& reading, const std::string& from)
{
    std::string text;
    auto back = again(reading, &text);
    for (const auto& complaint : back.complaints)
        ADD_FAILURE() << complaint.place.line << ": " << complaint.what << "\n" << from << "\nbecame\n" << text;
    EXPECT_EQ(back.config, reading.config) << from << "\nbecame\n" << text;
}

/** All that the options of an object say, by `type.option`. */
template <class T>
void add_said(std::map<std::string, std::string>& said, std::string_view type, const T& object)
{
    for (const auto& option : modular_options<T>()) {
        auto& text = said[std::string{type} + "." + std::string{option.name}];
        for (const auto& line : option.codec.print(object, option.name))
            text += line.name + "=" + line.value + "\n";
    }
}

/** All that a configuration says. */
std::map<std::string, std::string> said(const Config& config)
{
    std::map<std::string, std::string> all;
    add_said(all, "global", config.global);
    for (const auto& object : config.transports)
        add_said(all, "transport", object);
    for (const auto& object : config.endpoints)
        add_said(all, "endpoint", object);
    for (const auto& object : config.aors)
        add_said(all, "aor", object);
    for (const auto& object : config.auths)
        add_said(all, "auth", object);
    for (const auto& object : config.registrations)
        add_said(all, "registration", object);
    return all;
}

/** The modular options on which two configurations differ. */
std::set<std::string> differing(const Config& before, const Config& after)
{
    std::set<std::string> names;
    auto one = said(before);
    auto other = said(after);
    for (const auto& [name, text] : other) {
        auto at = one.find(name);
        if (at != one.end() && at->second != text)
            names.insert(name);
    }
    return names;
}

}  // namespace

TEST(Translate, IsReadBackTheSameForEveryOptionRow)
{
    for (const auto& row : option_rows()) {
        if (row.option == "tlsverifyclient")
            continue;
        auto each = option_cases().at(row.option);
        for (bool general : {true, false}) {
            if (!(general ? row.general : row.device))
                continue;
            for (const auto& value : {each.good, each.bad}) {
                auto text = file_with(each, general, row.option + " = " + value + "\n");
                auto reading = read_old(text);
                if (reading.applicable())
                    expect_same(reading, text);
            }
        }
    }
}

TEST(Translate, KnowsWhatEachOptionOfTheOldFileDecides)
{
    std::string table;
    for (const auto& row : option_rows()) {
        bool makes_objects = row.option == "tcpenable" || row.option == "tlsenable";
        if (row.option == "tlsverifyclient" || makes_objects)
            continue;
        auto each = option_cases().at(row.option);
        for (bool general : {true, false}) {
            if (!(general ? row.general : row.device))
                continue;
            auto with = [&](const std::string& line) { return read_old(file_with(each, general, line)); };
            auto names = differing(with("").config, with(row.option + " = " + each.good + "\n").config);
            std::string line;
            for (const auto& name : names) {
                auto point = name.find('.');
                line += (line.empty() ? "" : " ") + name;
                EXPECT_TRUE(decides(row.option, general ? Scope::general : Scope::device, name.substr(0, point), name.substr(point + 1)))
                    << row.option << (general ? " in [general]" : " in a device") << " decides " << name;
            }
            table += row.option + "\t" + (general ? "general" : "device") + "\t" + line + "\n";
        }
    }
    if (const char* path = std::getenv("CHAN_SIP_MEANINGS"))
        std::ofstream{path} << table;
}

TEST(Translate, IsReadBackTheSameForConfigurationsMadeByChance)
{
    std::mt19937 random{9};
    auto rows = option_rows();
    auto cases = option_cases();
    for (int i = 0; i < 200; ++i) {
        std::string general = "[general]\n";
        std::string devices;
        auto add = [&](std::string& text, bool is_general) {
            const auto& row = rows[random() % rows.size()];
            const auto& each = cases[row.option];
            bool clash = row.option == "dtlsautogeneratecert" || row.option == "tlsverifyclient" || row.option == "type";
            if (clash || !(is_general ? row.general : row.device))
                return;
            text += (is_general ? each.before : "") + each.beside + row.option + " = " + each.good + "\n";
        };
        for (auto n = random() % 40; n > 0; --n)
            add(general, true);
        for (auto d = random() % 6; d > 0; --d) {
            static constexpr const char* types[] = {"peer", "user", "friend"};
            static constexpr const char* hosts[] = {"dynamic", "192.0.2.1", "2001:db8::1", "host.example.com"};
            devices += "[device " + std::to_string(d) + "]\ntype=" + types[random() % 3] + "\nhost=" + hosts[random() % 4] + "\n";
            for (auto n = random() % 40; n > 0; --n)
                add(devices, false);
        }
        auto reading = read_old(general + devices);
        if (reading.applicable())
            expect_same(reading, general + devices);
    }
}

TEST(Translate, KeepsWhatIsHardToWriteDown)
{
    for (const std::string text : {
             "[general]\nregister=peer?tcp://us\\;er@dom.example:5070:pa\\;ss:auth@[2001:db8::1]:5080/ext~300\nmwi=u:p@[2001:db8::1]/500\ndomain=[2001:db8::1],ctx\n"
             "[peer]\ntype=peer\nhost=192.0.2.9\n",
             "[a]\ntype=friend\nhost=dynamic\nfullname=Odd \"Name\" <x>\ncid_number=(555) 1-2\n",
             "[a]\ntype=friend\nhost=dynamic\nsecret=\\;\\;x\nsetvar=A=b=c\\;d\nheader=X-A: b\\;c\n",
             "[a]\ntype=friend\nhost=dynamic\nallow=all\ndisallow=gsm\n", "[a]\ntype=friend\nhost=dynamic\ndisallow=all\n",
             "[a]\ntype=peer\nhost=192.0.2.1\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\ndeny=192.0.2.7\n",
             "[general]\ncontext=\n[a]\ntype=user\ncontext=x\n", "[general]\ncontext=g\n[a]\ntype=user\ncontext=\n"})
        expect_same(read_old(text), text);
}

TEST(Translate, SaysBehindEachLineWhereItComesFrom)
{
    auto reading = read_old("[general]\nnat=force_rport\n[t](!)\ntype=friend\nhost=dynamic\ndtmfmode=info\n[a](t)\nsecret=geheim1\ncallerid=A <1>\n");
    std::string text;
    again(reading, &text);
    auto line = [&](std::string_view begin) {
        auto at = text.find("\n" + std::string{begin});
        return at == std::string::npos ? std::string{} : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
    };
    EXPECT_TRUE(line("dtmf_mode = info").ends_with("; sip.conf:6 dtmfmode")) << text;
    EXPECT_TRUE(line("callerid = ").ends_with("; sip.conf:9 callerid")) << text;
    EXPECT_TRUE(line("password = geheim1").ends_with("; sip.conf:8 secret")) << text;
    EXPECT_TRUE(line("max_contacts = 1").ends_with("; sip.conf:5 host")) << text;
    auto at = text.find("[a]\ntype = endpoint");
    EXPECT_NE(text.find("force_rport = yes", at), std::string::npos);
    EXPECT_NE(text.find("; sip.conf:2 nat", at), std::string::npos) << text;
}

TEST(Translate, ToPjsipNamesEachLineThatCannotBeSaidThere)
{
    auto reading = read_old("[general]\nsrvlookup=no\nmwi=u:p@192.0.2.1/500\n[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\ncallcounter=yes\n"
                            "useclientcode=yes\nnat=auto_force_rport\n[b]\ntype=peer\nhost=192.0.2.9\nport=5080\ndefaultuser=acc\nremotesecret=geheim2\n");
    auto text = text_for_pjsip(reading.config, *reading.origins);
    for (const char* words : {"; cannot be said: sip.conf:2 srvlookup:", "; cannot be said: sip.conf:3 mwi:", "; cannot be said: sip.conf:8 callcounter:",
                              "; cannot be said: sip.conf:9 useclientcode:", "; in part: sip.conf:10 nat:", "contact = sip:acc@192.0.2.9:5080",
                              "match = 192.0.2.9", "remove_existing = yes", "password = geheim1", "identify_by = username,ip"})
        EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

TEST(Effective, OptionsNameTheLineThatSetThemOrNone)
{
    auto reading = read_old("[general]\nrtptimeout=30\n[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nlanguage=de\n");
    auto objects = effective(reading.config, *reading.origins, "a");
    ASSERT_EQ(objects.size(), 3U);
    auto of = [&](std::size_t object, std::string_view option) {
        return *std::ranges::find(objects[object].options, option, &Effective::option);
    };
    EXPECT_EQ(of(0, "language").value, "de");
    EXPECT_EQ(of(0, "language").said_by, (std::vector<Origin>{{{"sip.conf", 7}, "language"}}));
    EXPECT_EQ(of(0, "rtp_timeout").said_by, (std::vector<Origin>{{{"sip.conf", 2}, "rtptimeout"}}));
    EXPECT_TRUE(of(0, "max_forwards").said_by.empty());
    EXPECT_EQ(of(0, "max_forwards").value, "70");
    EXPECT_EQ(of(2, "password").said_by, (std::vector<Origin>{{{"sip.conf", 6}, "secret"}}));
    EXPECT_TRUE(effective(reading.config, *reading.origins, "nobody").empty());
    EXPECT_EQ(effective(reading.config, *reading.origins, "").at(0).type, "global");
}

}  // namespace sipcore::config
