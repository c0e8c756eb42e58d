// SPDX-License-Identifier: GPL-2.0-only
/** @file TLS on OpenSSL: what a side is set up with, and one session over memory, so that no socket is waited for.
 *  @rfc{3261,26.3.1} @rfc{5246,7} @rfc{8446,4} */
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "sipcore/result.h"
#include "transport/cipher.h"

struct ssl_ctx_st;
struct x509_st;

namespace sipcore::transport {

/** How strictly the certificate of the other side is looked at. */
enum class Verification : unsigned char {
    none,    ///< it may be anything
    usual,   ///< chain and dates must be right, and a name in it, the common name too, must be the one that we wanted
    strict,  ///< as usual, but the common name counts for nothing and wildcards neither. @rfc{5922,7.2}
};

/** What TLS is set up with. */
struct TlsSettings {
    std::string certificate_file;  ///< our certificate with its chain, PEM; empty: none
    std::string private_key_file;  ///< its key; empty: in the certificate's file
    std::string ca_file;           ///< whom we believe, PEM; empty with an empty path: whom the system believes
    std::string ca_path;           ///< the same as a folder with hashed names
    std::string ciphers;           ///< OpenSSL's list for TLS 1.2 and older; empty: OpenSSL's own
    bool prefer_our_ciphers = false;  ///< whether our order of ciphers counts, not the client's
    bool without_tls1 = false;     ///< TLS 1.0 is refused, whatever the system says
    bool without_tls11 = false;    ///< the same of TLS 1.1
    bool without_tls12 = false;    ///< the same of TLS 1.2
    Verification server = Verification::usual;  ///< how we look at servers
    bool verify_client = false;    ///< whether a client's certificate must verify where it shows one
    bool require_client_certificate = false;  ///< whether a client must show one that verifies

    /** Equal in all. */
    bool operator==(const TlsSettings&) const = default;
};

/** A set-up with its certificates loaded. Sessions keep what they were made with, so that certificates can be changed. */
class TlsContext {
public:
    /**
     * Loads what the settings name.
     * @return Failure with the file and OpenSSL's words when a certificate, a key, an authority or a cipher cannot be used
     * @threads any
     */
    static Outcome<std::shared_ptr<TlsContext>> make(const TlsSettings& settings);
    TlsContext(const TlsContext&) = delete;             ///< owns what OpenSSL made
    TlsContext& operator=(const TlsContext&) = delete;  ///< owns what OpenSSL made
    ~TlsContext();

    /** The server's side of a session. @threads any */
    std::unique_ptr<Cipher> accept();
    /** The client's side. @param host the name or address that the server's certificate must be for @threads any */
    std::unique_ptr<Cipher> connect(const std::string& host);

private:
    /** With settings, nothing loaded yet. */
    explicit TlsContext(const TlsSettings& settings) : settings_{settings} {}
    /** Makes one of the two sides. */
    Outcome<ssl_ctx_st*> load(bool server) const;
    /** Loads a certificate with its chain and key into a side. */
    Outcome<> load_certificates(ssl_ctx_st* side) const;
    /** Loads whom we believe. */
    Outcome<> load_authorities(ssl_ctx_st* side) const;

    TlsSettings settings_;
    ssl_ctx_st* server_ = nullptr;
    ssl_ctx_st* client_ = nullptr;
};

/**
 * Whether a certificate is for a host. A name with a NUL in it is for nobody.
 * @param certificate  whose
 * @param host         a name or a numeric address
 * @param strict       as `Verification::strict` says
 * @threads any @rfc{5922,7.2} @rfc{6125,6.4}
 */
bool is_for_host(x509_st* certificate, const std::string& host, bool strict);

}  // namespace sipcore::transport
