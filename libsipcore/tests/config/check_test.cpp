// SPDX-License-Identifier: GPL-2.0-only
/** @file The check finds every planted mistake on its line, and nothing in clean samples. */
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "config/option_cases.h"
#include "sipcore/config/check.h"

namespace sipcore::config {

namespace {

/** One mistake: what to write, and what is found where. */
struct Planted {
    const char* text;       ///< a sip.conf; the mistake is on the line that ends with `; HERE`
    const char* kind;       ///< what it is found to be
    const char* words;      ///< part of the sentence
    bool modular = false;   ///< the text is a res_sip.conf
};

/** All mistakes. */
const Planted planted[] = {
    // misspelt and misplaced options
    {"[general]\nbindprot=5060 ; HERE\n", "unknown-option", "did you mean 'bindport'?"},
    {"[general]\nallowgest=no ; HERE\n", "unknown-option", "did you mean 'allowguest'?"},
    {"[a]\ntype=friend\nhost=dynamic\nsecrte=geheim1 ; HERE\n", "unknown-option", "did you mean 'secret'?"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\ncalleridd=A <1> ; HERE\n", "unknown-option", "callerid"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nxyzzy=1 ; HERE\n", "unknown-option", "xyzzy is not known"},
    {"[general]\nsecret=geheim1 ; HERE\n", "wrong-place", "does nothing in [general]"},
    {"[general]\nhost=dynamic ; HERE\n", "wrong-place", "does nothing in [general]"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nbindport=5060 ; HERE\n", "wrong-place", "does nothing in a device"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nregister=a:b@c ; HERE\n", "wrong-place", "does nothing in a device"},
    {"[general]\ndtlsenable=yes ; HERE\n", "no-effect", "does nothing in [general]"},
    {"[general]\ntimerb=20000 ; HERE\n", "no-effect", "does nothing in [general]"},
    {"[general]\nencryption=yes ; HERE\n", "wrong-place", "does nothing in [general]"},
    // no booleans, no words
    {"[general]\nallowguest=nope ; HERE\n", "not-a-boolean", "neither yes nor no"},
    {"[general]\nalwaysauthreject=enabled ; HERE\n", "not-a-boolean", "neither yes nor no"},
    {"[general]\ntcpenable=nah ; HERE\n", "not-a-boolean", "taken for yes"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nencryption=sdes ; HERE\n", "not-a-boolean", "neither yes nor no"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\ntrustrpid=ja ; HERE\n", "not-a-boolean", "neither yes nor no"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\ncallcounter=5 ; HERE\n", "not-a-boolean", "neither yes nor no"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nvideosupport=sometimes ; HERE\n", "not-a-word", "taken for no"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nqualify=perhaps ; HERE\n", "not-a-word", "taken for no"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nprogressinband=nerver ; HERE\n", "not-a-word", "taken for no"},
    {"[general]\nnotifyringing=inuse ; HERE\n", "not-a-word", "taken for no"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nnat=forcerport ; HERE\n", "not-a-word", "'forcerport' is passed over"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nnat=force_rport, comedia ; HERE\n", "blank-in-list", "behind a comma and a blank"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\ninsecure=port, invite ; HERE\n", "blank-in-list", "behind a comma and a blank"},
    // bad values
    {"[general]\nbindport=sip ; HERE\n", "bad-value", "bindport"},
    {"[general]\nudpbindaddr=pbx.example.com ; HERE\n", "bad-value", "udpbindaddr"},
    {"[general]\nexternaddr=host.example.com ; HERE\n", "bad-value", "externaddr"},
    {"[general]\nlocalnet=192.168.1.0/33 ; HERE\n", "bad-value", "localnet"},
    {"[general]\ntos_sip=cs9 ; HERE\n", "bad-value", "tos_sip"},
    {"[general]\nregister=account ; HERE\n", "bad-value", "register"},
    {"[general]\nmwi=account@host ; HERE\n", "bad-value", "mwi"},
    {"[general] ; HERE\ntimert1=50\n", "bad-value", "timert1"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\ndtmfmode=rfc4733 ; HERE\n", "bad-value", "dtmfmode"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nallow=loud ; HERE\n", "bad-value", "allow"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\npermit=10.0.0.0/99 ; HERE\n", "bad-value", "is not a network"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nacl=nowhere ; HERE\n", "bad-value", "there is no list 'nowhere'"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nport=99999 ; HERE\n", "bad-value", "not a port"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nmaxforwards=0 ; HERE\n", "bad-value", "maxforwards"},
    {"[a]\ntype=friend\nsecret=geheim1\nhost= ; HERE\n", "bad-value", "empty"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nsession-minse=30 ; HERE\n", "bad-value", "session-minse"},
    {"[a]\ntype=phone ; HERE\nhost=dynamic\n", "unknown-type", "Unknown type 'phone'"},
    {"[a] ; HERE\nhost=dynamic\nsecret=geheim1\n", "no-type", "lacks type"},
    // deprecated
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nusername=b ; HERE\n", "deprecated", "defaultuser"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\ncanreinvite=no ; HERE\n", "deprecated", "directmedia"},
    {"[general]\nexternip=192.0.2.1 ; HERE\n", "deprecated", "externaddr"},
    {"[general]\nsslenable=no ; HERE\n", "deprecated", "tlsenable"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=geheim1\nnat=yes ; HERE\n", "deprecated", "force_rport,comedia"},
    // sections and lines in each other's way
    {"[general]\nbindport=5060\n[a]\ntype=user\nsecret=geheim1\n[general] ; HERE\nallowguest=no\n", "shadowed-section", "is not read"},
    {"[a]\ntype=user\nsecret=geheim1\n[a] ; HERE\ntype=user\ncontext=x\n", "shadowed-section", "both are one device"},
    {"[Desk]\ntype=user\nsecret=geheim1\n[desk] ; HERE\ntype=user\ncontext=x\n", "shadowed-section", "both are one device"},
    {"[a]\ntype=user\nsecret=geheim1\ncontext=one ; HERE\ncontext=two\n", "overridden", "said again at"},
    {"[general]\nbindport=5060 ; HERE\nbindport=5070\n", "overridden", "said again at"},
    // secrets
    {"[a]\ntype=friend\nhost=dynamic\nsecret=1 ; HERE\n", "short-secret", "one character"},
    {"[201]\ntype=friend\nhost=dynamic\nsecret=201 ; HERE\n", "weak-secret", "is its name"},
    {"[a]\ntype=friend\nhost=dynamic\nsecret=abcd ; HERE\n", "short-secret", "shorter than 6"},
    {"[a] ; HERE\ntype=friend\nhost=dynamic\n", "no-secret", "anybody may register"},
    // peers that never match
    {"[a]\ntype=peer ; HERE\nsecret=geheim1\n", "never-matches", "no request is ever from 'a'"},
    {"[a]\ntype=peer\nhost=192.0.2.1\n[b]\ntype=peer\nhost=192.0.2.1 ; HERE\n", "never-matches", "always from 'a'"},
    {"[a]\ntype=peer\nhost=192.0.2.1\ndeny=192.0.2.0/24 ; HERE\n", "never-matches", "its access list keeps out"},
    // ports that clash
    {"[general]\ntcpenable=yes\ntlsenable=yes\ntlsbindaddr=0.0.0.0:5060 ; HERE\n", "port-clash", "cannot both listen on port 5060"},
    {"[a]\ntype=transport\nbind=0.0.0.0:5070\n[b]\ntype=transport\nbind=192.0.2.1:5070 ; HERE\n", "port-clash", "cannot both listen", true},
    // the modular file
    {"[a]\ntype=endpoint\ncontxt=x ; HERE\n", "unknown-option", "did you mean 'context'?", true},
    {"[a]\ntype=endpiont ; HERE\n", "unknown-type", "did you mean 'endpoint'?", true},
    {"[a]\ntype=endpoint\nauth=b ; HERE\n", "dangling-name", "there is not an auth 'b'", true},
    {"[a]\ntype=aor\nmax_contacts=1\n[a] ; HERE\ntype=aor\n[b]\ntype=endpoint\naors=a\n", "name-twice", "already", true},
    {"[a]\ntype=endpoint\nallow_subscribe=maybe ; HERE\n", "bad-value", "yes or no", true},
    {"[a]\ntype=auth\nusername=x ; HERE\npassword=geheim1\n", "unused", "nobody names the auth 'a'", true},
};

/** The line that ends with the mark. */
int marked_line(const std::string& text)
{
    auto at = text.find("; HERE");
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
}

/** What is found in a text. */
Findings found_in(const std::string& text, bool modular)
{
    auto sections = sections_of(text, "x.conf");
    return modular ? check_modular(sections, TestHost{}) : check_sip_conf(sections, {}, TestHost{});
}

/** A sample, with what it includes. */
Sections sample(const std::string& name)
{
    std::ifstream file{std::string{CHAN_SIP_SOURCE_DIR} + "/samples/" + name};
    std::stringstream text;
    text << file.rdbuf();
    TextSource source;
    source.with(name, text.str())
        .with("sip_secrets.conf", "[phone-secret-101](!)\nsecret=change-me-too\n[phone-secret-102](!)\nsecret=change-me-as-well\n[phone-secret-103](!)\nsecret=change-me-in-the-browser\n");
    return source.read(name).value();
}

}  // namespace

TEST(Check, FindsEachOfSixtyPlantedMistakesOnItsLine)
{
    EXPECT_GE(std::size(planted), 60U);
    for (const auto& each : planted) {
        std::string text = each.text;
        auto findings = found_in(text, each.modular);
        bool found = std::ranges::any_of(findings, [&](const Finding& finding) {
            return finding.place == Place{"x.conf", marked_line(text)} && finding.kind == each.kind && finding.what.contains(each.words);
        });
        EXPECT_TRUE(found) << text << findings_text(findings);
    }
}

TEST(Check, FindsNothingInCleanSamples)
{
    EXPECT_EQ(findings_text(check_sip_conf(sample("sip.conf"))), "0 errors, 0 warnings, 0 notices\n");
    EXPECT_EQ(findings_text(check_modular(sample("res_sip.conf"))), "0 errors, 0 warnings, 0 notices\n");
}

TEST(Check, NamesATemplatesMistakeOnceHoweverManyInheritIt)
{
    auto findings = found_in("[t](!)\ntype=friend\nhost=dynamic\nsecret=geheim1\nxyzzy=1\n[a](t)\n[b](t)\n[c](t)\n", false);
    ASSERT_EQ(findings.size(), 1U) << findings_text(findings);
    EXPECT_EQ(findings[0].place.line, 5);
}

TEST(Check, IsTextForPeopleAndJsonForPrograms)
{
    Findings findings{{Weight::warning, {"a \"b\".conf", 3}, "bad-value", "x = \\\n"}, {Weight::error, {"c", 1}, "k", "w"}};
    EXPECT_EQ(findings_text(findings), "a \"b\".conf:3: warning: x = \\\n [bad-value]\nc:1: error: w [k]\n1 errors, 1 warnings, 0 notices\n");
    EXPECT_EQ(findings_json(findings), "{\"errors\":1,\"warnings\":1,\"notices\":0,\"findings\":[\n"
                                       "{\"severity\":\"warning\",\"file\":\"a \\\"b\\\".conf\",\"line\":3,\"kind\":\"bad-value\",\"what\":\"x = \\\\\\u000a\"},\n"
                                       "{\"severity\":\"error\",\"file\":\"c\",\"line\":1,\"kind\":\"k\",\"what\":\"w\"}]}\n");
}

}  // namespace sipcore::config
