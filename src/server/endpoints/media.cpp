// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/media.h"

#include "base/wire.h"
#include "server/http/envelope.h"

#include <optional>

namespace server {

namespace {

struct Range
{
    qint64 first;
    qint64 last;
};

// "bytes=2-5", "bytes=2-", "bytes=-3". Nothing: not such a range, so the header is ignored, as HTTP wants it.
std::optional<Range> parse(const QByteArray &header, qint64 size)
{
    if (!header.toLower().startsWith("bytes=") || header.contains(','))
        return {};
    const QList<QByteArray> ends = header.sliced(6).split('-');
    if (ends.size() != 2 || (ends[0].isEmpty() && ends[1].isEmpty()))
        return {};
    bool isFirst = true;
    bool isLast = true;
    const qint64 first = ends[0].isEmpty() ? 0 : ends[0].trimmed().toLongLong(&isFirst);
    const qint64 last = ends[1].isEmpty() ? size - 1 : ends[1].trimmed().toLongLong(&isLast);
    if (!isFirst || !isLast || first < 0 || last < 0)
        return {};
    if (ends[0].isEmpty())
        return Range{std::max<qint64>(size - last, 0), last == 0 ? -1 : size - 1};
    if (last < first && !ends[1].isEmpty())
        return {};
    return Range{first, std::min(last, size - 1)};
}

} // namespace

Answer wavAnswer(const QByteArray &wav, const Question &question)
{
    Answer answer{.contentType = "audio/wav",
                  .headers = {{"Accept-Ranges", "bytes"}, {"Cache-Control", "private, no-store"}}};
    const auto range = parse(question.range, wav.size());
    if (!range) {
        answer.body = wav;
        return answer;
    }
    const QByteArray whole = QByteArray::number(wav.size());
    if (range->first > range->last) {
        Answer none = failure(refusal(wire::code::badParameter, QStringLiteral("no such range of bytes")));
        none.status = 416;
        none.headers.append({"Content-Range", "bytes */" + whole});
        return none;
    }
    answer.status = 206;
    answer.body = wav.sliced(range->first, range->last - range->first + 1);
    answer.headers.append({"Content-Range", "bytes " + QByteArray::number(range->first) + '-' +
                                                QByteArray::number(range->last) + '/' + whole});
    return answer;
}

} // namespace server
