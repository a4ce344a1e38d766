// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

//! What went wrong, as facts: the sentence that a person reads is made from it in style/errortext.
struct Error
{
    enum class Kind {
        Offline,      //!< no connection could be made, or it broke
        Timeout,      //!< the other side did not answer in time
        Tls,          //!< the certificate could not be trusted
        Unauthorized, //!< the token is missing, wrong or expired
        Forbidden,    //!< the token lacks a permission
        NotFound,     //!< the thing does not exist (any more)
        Busy,         //!< the service asks to come back later
        Quota,        //!< a limit of the account or of the service is reached
        Refused,      //!< the service refused what was sent
        Malformed,    //!< the answer was not what the contract says
        Stranger,     //!< something answered that does not speak as the service does
        File,         //!< a file cannot be read, or holds something else than it should
        Storage,      //!< this computer could not keep something (disk, database)
        Device,       //!< a microphone or loudspeaker does not work
        Keyring,      //!< the desktop's keyring did not give or take a token
    };
    //! What stood between here and the service, as far as the system or an answer told.
    enum class Obstacle {
        None,
        UnknownHost,   //!< no name service knows the host
        ProxyGone,     //!< the proxy cannot be reached
        ProxyPassword, //!< the proxy wants a name and a password
        ProxyRefusal,  //!< a proxy does not let the call pass
        Firewall,      //!< a page says that the call is blocked
        SignIn,        //!< a page to sign in to the network
        Page,          //!< some other web page
        Moved,         //!< the same path at another address
        Status,        //!< a status without the service's own words
        Link,          //!< a storage does not take the link to a sound or a picture
        ExpiredLink,   //!< and says that its time is over
        NoSound,       //!< something else than sound came
        BadToken,      //!< what is to be sent as a token cannot be one
    };
    Kind kind = Kind::Malformed;
    QString detail = {};     //!< the technical words: the service's message, the system's error
    qint64 code = 0;         //!< the service's code, or the HTTP status where there was none
    QString logId = {};      //!< what the service's support asks for
    QString permission = {}; //!< Forbidden: what the token lacks, in Coze's words, where the call is known
    //! Nobody knows whether the service did it: all was sent, and no answer that could be understood came.
    bool isOutcomeUnknown = false;
    Obstacle obstacle = Obstacle::None;
    QString place = {}; //!< where the obstacle is: host, host and port of a proxy, or an address
};

inline Error fileError(const QString &detail)
{
    return {.kind = Error::Kind::File, .detail = detail};
}

inline Error deviceError(const QString &detail)
{
    return {.kind = Error::Kind::Device, .detail = detail};
}

inline Error storageError(const QString &detail, qint64 code = 0)
{
    return {.kind = Error::Kind::Storage, .detail = detail, .code = code};
}

inline Error refusedError(const QString &detail, qint64 code = 0)
{
    return {.kind = Error::Kind::Refused, .detail = detail, .code = code};
}

//! The value of an answer that carries none.
struct Nothing
{
    bool operator==(const Nothing &) const = default;
};

//! Either a T or the Error that stood in its way; the words are those of std::expected.
template <class T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    {}

    explicit operator bool() const { return m_content.index() == 0; }
    const T &operator*() const & { return std::get<0>(m_content); }
    T &operator*() & { return std::get<0>(m_content); }
    T &&operator*() && { return std::get<0>(std::move(m_content)); }
    const T *operator->() const { return &std::get<0>(m_content); }
    T *operator->() { return &std::get<0>(m_content); }
    const Error &error() const { return std::get<1>(m_content); }

    //! The result of \a next(value), or this error.
    template <std::invocable<const T &> Next>
    auto and_then(Next next) const -> std::invoke_result_t<Next, const T &>
    {
        if (*this)
            return std::invoke(std::move(next), **this);
        return error();
    }

private:
    std::variant<T, Error> m_content;
};
