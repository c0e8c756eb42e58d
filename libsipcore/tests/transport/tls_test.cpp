// SPDX-License-Identifier: GPL-2.0-only
/** @file TLS sessions with each other, over memory: who is believed, and what is spoken. */
#include "transport/tls.h"

#include <gtest/gtest.h>

#include "transport/certificates.h"

namespace sipcore::transport {

namespace {

using namespace std::string_literals;

/** What became of a client and a server. */
struct Meeting {
    Cipher::State client = Cipher::State::shaking_hands;  ///< the client's end
    Cipher::State server = Cipher::State::shaking_hands;  ///< the server's end
    std::string why;                                      ///< why one of them failed
    std::string heard;                                    ///< what the server heard of the client's words
};

/** Lets a client and a server speak until neither has anything to send, then one word from the client. */
Meeting meet(TlsContext& server_side, TlsContext& client_side, const std::string& host)
{
    Meeting meeting;
    auto server = server_side.accept();
    auto client = client_side.connect(host);
    std::string to_server;
    std::string to_client;
    std::string plain;
    meeting.client = client->feed({}, plain, to_server);
    for (int i = 0; i < 20 && (!to_server.empty() || !to_client.empty()); ++i) {
        auto octets = std::exchange(to_server, {});
        meeting.server = server->feed(octets, plain, to_client);
        octets = std::exchange(to_client, {});
        meeting.client = client->feed(octets, plain, to_server);
        if (meeting.client == Cipher::State::failed)
            break;
    }
    meeting.why = meeting.client == Cipher::State::failed ? client->why() : server->why();
    if (client->seal("REGISTER", to_server))
        meeting.server = server->feed(to_server, meeting.heard, to_client);
    return meeting;
}

/** An authority and what it signs. */
class Tls : public testing::Test {
protected:
    /** A server with a certificate of the authority's. */
    std::shared_ptr<TlsContext> server(const CertificateText& text, const Identity* signer = nullptr)
    {
        Identity identity{text, signer ? signer : &authority_};
        return server_with(identity.write(folder_.path()));
    }
    /** A server with a file. */
    std::shared_ptr<TlsContext> server_with(const std::string& file)
    {
        TlsSettings settings;
        settings.certificate_file = file;
        return make(settings);
    }
    /** A client that believes the authority. */
    std::shared_ptr<TlsContext> client(Verification how = Verification::usual)
    {
        TlsSettings settings;
        settings.ca_file = authority_.write_certificate(folder_.path());
        settings.server = how;
        return make(settings);
    }
    /** A set-up that must be good. */
    std::shared_ptr<TlsContext> make(const TlsSettings& settings)
    {
        auto made = TlsContext::make(settings);
        EXPECT_TRUE(made) << made.error().what;
        return *made;
    }
    /** Whether a client gets through to a server that it calls `host`. */
    bool gets_through(const CertificateText& text, const std::string& host, Verification how = Verification::usual)
    {
        auto meeting = meet(*server(text), *client(how), host);
        return meeting.heard == "REGISTER";
    }

    TestFolder folder_;
    Identity authority_{{.common_name = "authority", .dns_names = {}, .addresses = {}, .authority = true}};
};

/** A certificate's text with names only. */
CertificateText named(std::string common, std::vector<std::string> names = {}, std::vector<std::string> addresses = {})
{
    CertificateText text;
    text.common_name = std::move(common);
    text.dns_names = std::move(names);
    text.addresses = std::move(addresses);
    return text;
}

TEST_F(Tls, PassesWordsWhenEverythingIsRight)  // tp-1-3
{
    EXPECT_TRUE(gets_through(named("x", {"sip.example.com"}), "sip.example.com"));
    EXPECT_TRUE(gets_through(named("x", {"a.example.com", "SIP.example.com"}), "sip.example.com"));
    EXPECT_TRUE(gets_through(named("x", {}, {"192.0.2.7"}), "192.0.2.7"));
}

TEST_F(Tls, TakesTheCommonNameUnlessItIsStrict)  // tp-4-1
{
    EXPECT_TRUE(gets_through(named("sip.example.com"), "sip.example.com"));
    EXPECT_TRUE(gets_through(named("sip.example.com", {"other.example.com"}), "sip.example.com"));
    EXPECT_TRUE(gets_through(named("192.0.2.7"), "192.0.2.7"));
    EXPECT_FALSE(gets_through(named("sip.example.com"), "sip.example.com", Verification::strict));
    EXPECT_FALSE(gets_through(named("192.0.2.7"), "192.0.2.7", Verification::strict));
    EXPECT_TRUE(gets_through(named("x", {"sip.example.com"}), "sip.example.com", Verification::strict));
}

TEST_F(Tls, TakesWildcardsUnlessItIsStrict)
{
    EXPECT_TRUE(gets_through(named("x", {"*.example.com"}), "sip.example.com"));
    EXPECT_FALSE(gets_through(named("x", {"*.example.com"}), "a.b.example.com"));
    EXPECT_FALSE(gets_through(named("x", {"*.example.com"}), "sip.example.com", Verification::strict));
}

TEST_F(Tls, RefusesAWrongName)
{
    auto meeting = meet(*server(named("x", {"other.example.com"})), *client(), "sip.example.com");
    EXPECT_EQ(meeting.client, Cipher::State::failed);
    EXPECT_EQ(meeting.why, "its certificate is not for 'sip.example.com'");
    EXPECT_TRUE(meeting.heard.empty());
}

TEST_F(Tls, RefusesANameWithANulInIt)
{
    for (auto how : {Verification::usual, Verification::strict}) {
        EXPECT_FALSE(gets_through(named("x", {"sip.example.com\0.evil.example"s}), "sip.example.com", how));
        EXPECT_FALSE(gets_through(named("sip.example.com\0.evil.example"s), "sip.example.com", how));
    }
}

TEST_F(Tls, RefusesWhatIsOutOfDate)
{
    auto expired = named("x", {"sip.example.com"});
    expired.begins = -7200;
    expired.ends = -3600;
    auto meeting = meet(*server(expired), *client(), "sip.example.com");
    EXPECT_EQ(meeting.client, Cipher::State::failed);
    EXPECT_EQ(meeting.why, "its certificate does not verify: certificate has expired");
    auto early = named("x", {"sip.example.com"});
    early.begins = 3600;
    EXPECT_FALSE(gets_through(early, "sip.example.com"));
}

TEST_F(Tls, RefusesUnknownAuthoritiesAndThoseThatSignThemselves)
{
    Identity unknown{{.common_name = "unknown", .dns_names = {}, .addresses = {}, .authority = true}};
    auto meeting = meet(*server(named("x", {"sip.example.com"}), &unknown), *client(), "sip.example.com");
    EXPECT_EQ(meeting.client, Cipher::State::failed);
    EXPECT_TRUE(meeting.why.starts_with("its certificate does not verify: ")) << meeting.why;
    Identity self{named("x", {"sip.example.com"})};
    EXPECT_TRUE(meet(*server_with(self.write(folder_.path())), *client(), "sip.example.com").heard.empty());
}

TEST_F(Tls, BelievesEverybodyWhenItIsToldTo)
{
    Identity self{named("x", {"other.example.com"})};
    auto meeting = meet(*server_with(self.write(folder_.path())), *client(Verification::none), "sip.example.com");
    EXPECT_EQ(meeting.heard, "REGISTER");
}

TEST_F(Tls, SendsItsChain)
{
    Identity between{{.common_name = "between", .dns_names = {}, .addresses = {}, .authority = true}, &authority_};
    Identity leaf{named("x", {"sip.example.com"}), &between};
    EXPECT_EQ(meet(*server_with(leaf.write(folder_.path(), {&between})), *client(), "sip.example.com").heard, "REGISTER");
    EXPECT_TRUE(meet(*server_with(leaf.write(folder_.path())), *client(), "sip.example.com").heard.empty());
}

TEST_F(Tls, AsksForCertificatesOfClients)
{
    TlsSettings settings;
    settings.certificate_file = Identity{named("x", {"sip.example.com"}), &authority_}.write(folder_.path());
    settings.ca_file = authority_.write_certificate(folder_.path());
    settings.require_client_certificate = true;
    auto demanding = make(settings);
    EXPECT_TRUE(meet(*demanding, *client(), "sip.example.com").heard.empty());
    settings.require_client_certificate = false;
    auto with_certificate = make(settings);
    EXPECT_EQ(meet(*demanding, *with_certificate, "sip.example.com").heard, "REGISTER");
}

TEST_F(Tls, LeavesOutVersionsThatAreSwitchedOff)
{
    TlsSettings settings;
    settings.certificate_file = Identity{named("x", {"sip.example.com"}), &authority_}.write(folder_.path());
    settings.ca_file = authority_.write_certificate(folder_.path());
    settings.without_tls12 = true;
    auto modern = make(settings);
    EXPECT_EQ(meet(*modern, *client(), "sip.example.com").heard, "REGISTER");
}

TEST_F(Tls, SaysWhichFileIsOfNoUse)
{
    TlsSettings settings;
    settings.certificate_file = (folder_.path() / "nothing.pem").string();
    auto made = TlsContext::make(settings);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().what.find("nothing.pem"), std::string::npos) << made.error().what;
    settings = {};
    settings.ciphers = "NO-SUCH-CIPHER";
    made = TlsContext::make(settings);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().what.find("NO-SUCH-CIPHER"), std::string::npos) << made.error().what;
    Identity one{named("x"), &authority_};
    Identity other{named("y"), &authority_};
    settings = {};
    settings.certificate_file = one.write_certificate(folder_.path());
    settings.private_key_file = other.write(folder_.path());
    EXPECT_FALSE(TlsContext::make(settings));
}

TEST_F(Tls, EndsOverOctetsThatAreNoTls)
{
    auto session = server(named("x"))->accept();
    std::string plain;
    std::string wire;
    EXPECT_EQ(session->feed("OPTIONS sip:a SIP/2.0\r\n\r\n", plain, wire), Cipher::State::failed);
    EXPECT_TRUE(plain.empty());
}

}  // namespace

}  // namespace sipcore::transport
