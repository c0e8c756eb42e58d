// SPDX-License-Identifier: GPL-2.0-only
/** @file OpenSSL behind the cipher of a connection. */
#include "transport/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <array>
#include <format>

#include "sipcore/address.h"

namespace sipcore::transport {

namespace {

/** Releases what OpenSSL made. */
template <auto Release>
struct Releaser {
    /** Releases it. */
    template <class T>
    void operator()(T* object) const noexcept
    {
        Release(object);
    }
};
using Certificate = std::unique_ptr<X509, Releaser<X509_free>>;   ///< a certificate
using Bio = std::unique_ptr<BIO, Releaser<BIO_free>>;            ///< a file as OpenSSL reads it
using Parameters = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;  ///< groups of a key exchange

/** What OpenSSL says went wrong last; forgets it. */
std::string openssl_words()
{
    auto code = ERR_peek_last_error();
    ERR_clear_error();
    const char* words = code ? ERR_reason_error_string(code) : nullptr;
    return words ? words : "unknown reason";
}

/** A failure over a file. */
Failure failure_of(std::string_view what, const std::string& file)
{
    return Failure{std::format("{} '{}': {}", what, file, openssl_words())};
}

/** Whether there is such a file. */
bool is_there(const std::string& file)
{
    struct stat info{};
    return ::stat(file.c_str(), &info) == 0;
}

/** One session. */
class TlsSession final : public Cipher {
public:
    /** A side of a set-up. @param host whom the other side must be; empty: it does not matter */
    TlsSession(SSL_CTX* side, bool server, std::string host, bool strict)
        : ssl_{SSL_new(side)}, host_{std::move(host)}, strict_{strict}
    {
        if (!ssl_)
            return;
        in_ = BIO_new(BIO_s_mem());
        out_ = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl_, in_, out_);
        if (server)
            SSL_set_accept_state(ssl_);
        else
            SSL_set_connect_state(ssl_);
    }
    TlsSession(const TlsSession&) = delete;             ///< owns a session of OpenSSL's
    TlsSession& operator=(const TlsSession&) = delete;  ///< owns a session of OpenSSL's
    ~TlsSession() override { SSL_free(ssl_); }

    /** Tells the server whom we want. @rfc{6066,3} */
    void name_server(const std::string& host)
    {
        if (ssl_ && !host.empty() && !IpAddress::parse(host))
            SSL_set_tlsext_host_name(ssl_, host.c_str());
    }

    State feed(std::string_view octets, std::string& plain, std::string& wire) override
    {
        if (!ssl_ || state_ == State::failed)
            return State::failed;
        ERR_clear_error();
        BIO_write(in_, octets.data(), static_cast<int>(octets.size()));
        if (state_ == State::shaking_hands)
            shake_hands();
        if (state_ == State::open)
            read(plain);
        drain(wire);
        return state_;
    }

    bool seal(std::string_view plain, std::string& wire) override
    {
        if (!ssl_ || state_ != State::open)
            return false;
        ERR_clear_error();
        bool good = plain.empty() || SSL_write(ssl_, plain.data(), static_cast<int>(plain.size())) > 0;
        drain(wire);
        return good;
    }

    void finish(std::string& wire) override
    {
        if (!ssl_ || state_ != State::open)
            return;
        ERR_clear_error();
        SSL_shutdown(ssl_);
        drain(wire);
    }

    std::string why() const override { return why_; }
    bool refused() const override { return refused_; }

private:
    /** Goes on with the handshake; at its end looks whom it was with. */
    void shake_hands()
    {
        auto result = SSL_do_handshake(ssl_);
        if (result == 1) {
            state_ = State::open;
            if (!host_.empty() && !is_right_server())
                refuse(std::format("its certificate is not for '{}'", host_));
            return;
        }
        auto error = SSL_get_error(ssl_, result);
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
            return;
        auto verified = SSL_get_verify_result(ssl_);
        if (verified != X509_V_OK)
            refuse(std::format("its certificate does not verify: {}", X509_verify_cert_error_string(verified)));
        else if (ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE)
            refuse("it shows no certificate");
        else
            fail(std::format("TLS: {}", openssl_words()));
    }

    /** Whether the certificate is for whom we wanted. */
    bool is_right_server()
    {
        Certificate certificate{SSL_get1_peer_certificate(ssl_)};
        return certificate && is_for_host(certificate.get(), host_, strict_);
    }

    /** Takes plain octets out. */
    void read(std::string& plain)
    {
        std::array<char, 16384> octets;
        while (true) {
            int length = SSL_read(ssl_, octets.data(), static_cast<int>(octets.size()));
            if (length > 0) {
                plain.append(octets.data(), static_cast<std::size_t>(length));
                continue;
            }
            auto error = SSL_get_error(ssl_, length);
            if (error == SSL_ERROR_ZERO_RETURN)
                state_ = State::closed;
            else if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
                fail(std::format("TLS: {}", openssl_words()));
            return;
        }
    }

    /** Takes out what is to be sent. */
    void drain(std::string& wire)
    {
        std::array<char, 16384> octets;
        int length = 0;
        while ((length = BIO_read(out_, octets.data(), static_cast<int>(octets.size()))) > 0)
            wire.append(octets.data(), static_cast<std::size_t>(length));
    }

    /** It is of no use any more. */
    void fail(std::string why)
    {
        state_ = State::failed;
        why_ = std::move(why);
    }

    /** The same over a certificate. */
    void refuse(std::string why)
    {
        fail(std::move(why));
        refused_ = true;
    }

    SSL* ssl_;
    BIO* in_ = nullptr;
    BIO* out_ = nullptr;
    State state_ = State::shaking_hands;
    std::string host_;
    bool strict_;
    std::string why_;
    bool refused_ = false;
};

/** Lets groups of a key's file be used for old key exchanges, where it has some. */
void load_parameters(SSL_CTX* side, const std::string& file)
{
    Bio from{BIO_new_file(file.c_str(), "r")};
    Parameters parameters{from ? PEM_read_bio_Parameters(from.get(), nullptr) : nullptr};
    if (parameters && EVP_PKEY_is_a(parameters.get(), "DH") && SSL_CTX_set0_tmp_dh_pkey(side, parameters.get()) == 1)
        (void)parameters.release();
    else
        SSL_CTX_set_dh_auto(side, 1);
    ERR_clear_error();
}

/** A file's name with `_rsa` before its extension changed to another word; empty when it has none. */
std::string sibling(const std::string& file, std::string_view word)
{
    auto dot = file.rfind('.');
    if (dot == std::string::npos || dot < 4 || file.compare(dot - 4, 4, "_rsa") != 0)
        return {};
    return file.substr(0, dot - 3) + std::string{word} + file.substr(dot);
}

}  // namespace

bool is_for_host(x509_st* certificate, const std::string& host, bool strict)
{
    unsigned flags = strict ? X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_WILDCARDS
                            : static_cast<unsigned>(X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT);
    if (IpAddress::parse(host) && X509_check_ip_asc(certificate, host.c_str(), 0) == 1)
        return true;
    return X509_check_host(certificate, host.data(), host.size(), flags, nullptr) == 1;
}

Outcome<std::shared_ptr<TlsContext>> TlsContext::make(const TlsSettings& settings)
{
    std::shared_ptr<TlsContext> context{new TlsContext{settings}};
    auto server = context->load(true);
    if (!server)
        return std::unexpected(server.error());
    context->server_ = *server;
    auto client = context->load(false);
    if (!client)
        return std::unexpected(client.error());
    context->client_ = *client;
    return context;
}

TlsContext::~TlsContext()
{
    SSL_CTX_free(server_);
    SSL_CTX_free(client_);
}

Outcome<ssl_ctx_st*> TlsContext::load(bool server) const
{
    std::unique_ptr<SSL_CTX, Releaser<SSL_CTX_free>> side{SSL_CTX_new(server ? TLS_server_method() : TLS_client_method())};
    if (!side)
        return std::unexpected(Failure{"TLS: " + openssl_words()});
    auto options = static_cast<std::uint64_t>(SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    options |= settings_.without_tls1 ? SSL_OP_NO_TLSv1 : 0;
    options |= settings_.without_tls11 ? SSL_OP_NO_TLSv1_1 : 0;
    options |= settings_.without_tls12 ? SSL_OP_NO_TLSv1_2 : 0;
    options |= settings_.prefer_our_ciphers ? SSL_OP_CIPHER_SERVER_PREFERENCE : 0;
    SSL_CTX_set_options(side.get(), options);
    SSL_CTX_set_mode(side.get(), SSL_MODE_RELEASE_BUFFERS);
    if (!settings_.ciphers.empty() && SSL_CTX_set_cipher_list(side.get(), settings_.ciphers.c_str()) != 1)
        return std::unexpected(failure_of("TLS ciphers", settings_.ciphers));
    if (auto loaded = load_certificates(side.get()); !loaded)
        return std::unexpected(loaded.error());
    if (auto loaded = load_authorities(side.get()); !loaded)
        return std::unexpected(loaded.error());
    int mode = SSL_VERIFY_NONE;
    if (server && (settings_.verify_client || settings_.require_client_certificate))
        mode = SSL_VERIFY_PEER | (settings_.require_client_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
    if (!server && settings_.server != Verification::none)
        mode = SSL_VERIFY_PEER;
    SSL_CTX_set_verify(side.get(), mode, nullptr);
    static constexpr std::string_view context_name = "sip";
    SSL_CTX_set_session_id_context(side.get(), reinterpret_cast<const unsigned char*>(context_name.data()), context_name.size());
    return side.release();
}

Outcome<> TlsContext::load_certificates(ssl_ctx_st* side) const
{
    if (settings_.certificate_file.empty())
        return {};
    const auto& key = settings_.private_key_file.empty() ? settings_.certificate_file : settings_.private_key_file;
    auto load = [&](const std::string& chain_file, const std::string& key_file) -> Outcome<> {
        if (SSL_CTX_use_certificate_chain_file(side, chain_file.c_str()) != 1)
            return std::unexpected(failure_of("TLS certificate", chain_file));
        if (SSL_CTX_use_PrivateKey_file(side, key_file.c_str(), SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(side) != 1)
            return std::unexpected(failure_of("TLS key", key_file));
        return {};
    };
    if (auto loaded = load(settings_.certificate_file, key); !loaded)
        return loaded;
    for (std::string_view word : {"ecc", "dsa"}) {
        auto more = sibling(settings_.certificate_file, word);
        auto its_key = settings_.private_key_file.empty() ? more : sibling(key, word);
        if (more.empty() || !is_there(more))
            continue;
        if (auto loaded = load(more, its_key.empty() ? key : its_key); !loaded)
            return loaded;
    }
    load_parameters(side, key);
    return {};
}

Outcome<> TlsContext::load_authorities(ssl_ctx_st* side) const
{
    if (settings_.ca_file.empty() && settings_.ca_path.empty()) {
        SSL_CTX_set_default_verify_paths(side);
        ERR_clear_error();
        return {};
    }
    if (!settings_.ca_file.empty() && SSL_CTX_load_verify_file(side, settings_.ca_file.c_str()) != 1)
        return std::unexpected(failure_of("TLS authorities", settings_.ca_file));
    if (!settings_.ca_path.empty() && SSL_CTX_load_verify_dir(side, settings_.ca_path.c_str()) != 1)
        return std::unexpected(failure_of("TLS authorities", settings_.ca_path));
    return {};
}

std::unique_ptr<Cipher> TlsContext::accept()
{
    return std::make_unique<TlsSession>(server_, true, std::string{}, false);
}

std::unique_ptr<Cipher> TlsContext::connect(const std::string& host)
{
    bool verify = settings_.server != Verification::none;
    auto session = std::make_unique<TlsSession>(client_, false, verify ? host : std::string{},
                                                settings_.server == Verification::strict);
    session->name_server(host);
    return session;
}

}  // namespace sipcore::transport
