// SPDX-License-Identifier: GPL-2.0-only
/** @file Certificates made for a test, good ones and bad ones, as PEM files in a folder of the test's own. */
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct x509_st;
struct evp_pkey_st;

namespace sipcore::transport {

/** What a certificate says. */
struct CertificateText {
    std::string common_name;               ///< CN of the subject
    std::vector<std::string> dns_names;    ///< SubjectAltName, as octets: a NUL may be among them
    std::vector<std::string> addresses;    ///< SubjectAltName, numeric IPv4
    long begins = -3600;                   ///< seconds from now
    long ends = 86400;                     ///< seconds from now
    bool authority = false;                ///< whether it may sign others
};

/** A key and its certificate. */
class Identity {
public:
    /** Signed by `signer`, or by itself. */
    explicit Identity(const CertificateText& text, const Identity* signer = nullptr);
    Identity(const Identity&) = delete;             ///< owns what OpenSSL made
    Identity& operator=(const Identity&) = delete;  ///< owns what OpenSSL made
    ~Identity();
    /** Writes certificate and key, and the certificates of a chain behind. @return the file */
    std::string write(const std::filesystem::path& folder, const std::vector<const Identity*>& chain = {}) const;
    /** Writes the certificate alone. @return the file */
    std::string write_certificate(const std::filesystem::path& folder) const;
    /** The certificate. */
    x509_st* certificate() const { return certificate_; }

private:
    evp_pkey_st* key_;
    x509_st* certificate_;
    long number_;
};

/** A folder that goes with the test. */
class TestFolder {
public:
    TestFolder();
    TestFolder(const TestFolder&) = delete;             ///< removed once
    TestFolder& operator=(const TestFolder&) = delete;  ///< removed once
    ~TestFolder();
    /** Where it is. */
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace sipcore::transport
