// SPDX-License-Identifier: GPL-2.0-only
/** @file The objects that shared values begin with. */
#include "sipcore/config/shared.h"

#include "sipcore/config/model.h"

namespace sipcore::config {

template <class T>
const std::shared_ptr<const T>& usual_value()
{
    static const std::shared_ptr<const T> value = std::make_shared<T>();
    return value;
}

/** Of access lists. */
template SIPCORE_API const std::shared_ptr<const AccessList>& usual_value<AccessList>();
/** Of TLS. */
template SIPCORE_API const std::shared_ptr<const Tls>& usual_value<Tls>();
/** Of DTLS-SRTP. */
template SIPCORE_API const std::shared_ptr<const Dtls>& usual_value<Dtls>();
/** Of call completion. */
template SIPCORE_API const std::shared_ptr<const CallCompletion>& usual_value<CallCompletion>();

}  // namespace sipcore::config
