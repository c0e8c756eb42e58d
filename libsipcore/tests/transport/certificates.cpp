// SPDX-License-Identifier: GPL-2.0-only
/** @file Making certificates with OpenSSL. */
#include "transport/certificates.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <format>

namespace sipcore::transport {

namespace {

/** Serial numbers. */
std::atomic<long> numbers{1};

/** Adds one name to a SubjectAltName. */
void add_name(GENERAL_NAMES* names, int type, const std::string& octets)
{
    auto* name = GENERAL_NAME_new();
    ASN1_STRING* text = type == GEN_DNS ? static_cast<ASN1_STRING*>(ASN1_IA5STRING_new()) : ASN1_OCTET_STRING_new();
    ASN1_STRING_set(text, octets.data(), static_cast<int>(octets.size()));
    GENERAL_NAME_set0_value(name, type, text);
    sk_GENERAL_NAME_push(names, name);
}

/** Adds SubjectAltName where there is something in it. */
void add_alternative_names(X509* certificate, const CertificateText& text)
{
    if (text.dns_names.empty() && text.addresses.empty())
        return;
    auto* names = sk_GENERAL_NAME_new_null();
    for (const auto& name : text.dns_names)
        add_name(names, GEN_DNS, name);
    for (const auto& address : text.addresses) {
        std::array<char, 4> octets{};
        ::inet_pton(AF_INET, address.c_str(), octets.data());
        add_name(names, GEN_IPADD, std::string{octets.data(), octets.size()});
    }
    X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, X509V3_ADD_REPLACE);
    sk_GENERAL_NAME_pop_free(names, GENERAL_NAME_free);
}

}  // namespace

Identity::Identity(const CertificateText& text, const Identity* signer)
    : key_{EVP_EC_gen("P-256")}, certificate_{X509_new()}, number_{numbers++}
{
    X509_set_version(certificate_, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_), number_);
    X509_gmtime_adj(X509_getm_notBefore(certificate_), text.begins);
    X509_gmtime_adj(X509_getm_notAfter(certificate_), text.ends);
    X509_set_pubkey(certificate_, key_);
    auto* subject = X509_get_subject_name(certificate_);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.common_name.data()),
                               static_cast<int>(text.common_name.size()), -1, 0);
    X509_set_issuer_name(certificate_, signer ? X509_get_subject_name(signer->certificate_) : subject);
    auto* basic = X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, text.authority ? "critical,CA:TRUE" : "CA:FALSE");
    X509_add_ext(certificate_, basic, -1);
    X509_EXTENSION_free(basic);
    add_alternative_names(certificate_, text);
    X509_sign(certificate_, signer ? signer->key_ : key_, EVP_sha256());
}

Identity::~Identity()
{
    X509_free(certificate_);
    EVP_PKEY_free(key_);
}

std::string Identity::write(const std::filesystem::path& folder, const std::vector<const Identity*>& chain) const
{
    auto file = (folder / std::format("{}.pem", number_)).string();
    auto* to = std::fopen(file.c_str(), "w");
    PEM_write_X509(to, certificate_);
    for (const auto* next : chain)
        PEM_write_X509(to, next->certificate_);
    PEM_write_PrivateKey(to, key_, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(to);
    return file;
}

std::string Identity::write_certificate(const std::filesystem::path& folder) const
{
    auto file = (folder / std::format("{}.crt", number_)).string();
    auto* to = std::fopen(file.c_str(), "w");
    PEM_write_X509(to, certificate_);
    std::fclose(to);
    return file;
}

TestFolder::TestFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "certificates-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
}

TestFolder::~TestFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace sipcore::transport
