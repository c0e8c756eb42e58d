// SPDX-License-Identifier: GPL-2.0-only
/** @file The option tables of sip.conf, put together from those by topic. */
#include "config/sip_conf_draft.h"

namespace sipcore::config {

namespace {

/** Several tables as one. */
template <class T>
std::vector<Option<T>> joined(std::initializer_list<std::span<const Option<T>>> tables)
{
    std::vector<Option<T>> all;
    for (auto table : tables)
        all.insert(all.end(), table.begin(), table.end());
    return all;
}

}  // namespace

std::span<const Option<GeneralDraft>> general_options()
{
    static const auto all = joined<GeneralDraft>({transport_table(), request_table(), registration_table(), other_general_table()});
    return all;
}

std::span<const Option<DeviceDraft>> shared_options()
{
    static const auto all = joined<DeviceDraft>({shared_call_table(), shared_media_table()});
    return all;
}

std::span<const Option<DeviceDraft>> device_options()
{
    static const auto all = joined<DeviceDraft>({device_identity_table(), device_call_table()});
    return all;
}

}  // namespace sipcore::config
