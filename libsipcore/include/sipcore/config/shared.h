// SPDX-License-Identifier: GPL-2.0-only
/** @file A value that many owners keep as one: copying costs a counter, comparing a look at two addresses, and who
 *  changes it gets a copy of his own. */
#pragma once

#include <memory>
#include <utility>

#include "sipcore/export.h"

namespace sipcore::config {

/** The object that all values of type T begin with; made for the types that are kept so, in the library. */
template <class T>
SIPCORE_API const std::shared_ptr<const T>& usual_value();

/**
 * A value of type T that is copied when it is changed. What was never changed is the same object everywhere, so that
 * twenty thousand endpoints with the usual settings keep them once.
 * @threads as a T: reading from any, changing by one owner
 */
template <class T>
class Shared {
public:
    /** The value that a T begins with. */
    Shared() : value_{usual_value<T>()} {}
    /** A value. */
    Shared(T value) : value_{std::make_shared<T>(std::move(value))} {}

    /** The value, to read. */
    const T& operator*() const noexcept { return *value_; }
    /** A member of the value, to read. */
    const T* operator->() const noexcept { return value_.get(); }

    /** The value, to change: of nobody else any more. */
    T& edit()
    {
        if (value_.use_count() != 1)
            value_ = std::make_shared<T>(*value_);
        return const_cast<T&>(*value_);  // every object behind the pointer was made as a T that may change
    }

    /** Takes over the object of an equal value, so that there is one. */
    void share_with(const Shared& other) { value_ = other.value_; }

    /** Equal when the values are. */
    friend bool operator==(const Shared& a, const Shared& b) { return a.value_ == b.value_ || *a.value_ == *b.value_; }

private:
    std::shared_ptr<const T> value_;
};

}  // namespace sipcore::config
