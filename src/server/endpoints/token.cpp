// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/token.h"

#include "base/files.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRandomGenerator>

#include <array>

namespace server {

QByteArray makeToken()
{
    std::array<quint32, 8> bits{};
    QRandomGenerator::system()->generate(bits.begin(), bits.end());
    return QByteArray(reinterpret_cast<const char *>(bits.data()), sizeof bits)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray digestOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

bool bears(const QByteArray &authorization, const QByteArray &digest)
{
    constexpr QByteArrayView scheme("bearer ");
    if (authorization.first(std::min(authorization.size(), scheme.size())).toLower() != scheme)
        return false;
    const QByteArray given = digestOf(authorization.sliced(scheme.size()).trimmed());
    if (given.size() != digest.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < digest.size(); ++i)
        difference |= given[i] ^ digest[i];
    return difference == 0;
}

namespace {

QString digestIn(const QString &directory)
{
    return directory + QStringLiteral("/token.sha256");
}

} // namespace

Result<Access> makeAccess(const QString &directory)
{
    Access access{.digest = {}, .fresh = makeToken()};
    access.digest = digestOf(access.fresh);
    if (auto written = files::write(digestIn(directory), access.digest.toHex() + '\n'); !written)
        return written.error();
    return access;
}

Result<Access> keptAccess(const QString &directory)
{
    const QString path = digestIn(directory);
    if (!QFile::exists(path))
        return makeAccess(directory);
    const auto kept = files::read(path, 1024);
    if (!kept)
        return kept.error();
    const Access access{QByteArray::fromHex(kept->trimmed())};
    if (access.digest.size() != 32)
        return storageError(path + QStringLiteral(" is damaged: remove it"));
    return access;
}

} // namespace server
