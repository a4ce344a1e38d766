// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/audition.h"

#include "common/sentsound.h"
#include "devices/decoder.h"
#include "devices/player.h"
#include "lists/pagedmodel.h"
#include "style/lineicon.h"
#include "style/words.h"

void PlayingDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (option->text.isEmpty())
        return;
    option->icon = lineIcon(QStringLiteral("voices"));
    option->decorationSize = QSize(16, 16);
    option->features |= QStyleOptionViewItem::HasDecoration;
}

Audition::Audition(Player *player, QObject *parent)
    : QObject(parent)
    , m_player(player)
{
    connect(player, &Player::playing, this, [this](const QString &subject) {
        m_position = m_length = {};
        emit changed(subject);
    });
    connect(player, &Player::stopped, this, &Audition::changed);
    connect(player, &Player::progressed, this,
            [this](std::chrono::milliseconds position, std::chrono::milliseconds length) {
                const auto before =
                    std::exchange(m_position, std::chrono::floor<std::chrono::seconds>(position));
                if (std::exchange(m_length, std::chrono::round<std::chrono::seconds>(length)) != m_length ||
                    before != m_position)
                    emit changed(m_player->subject());
            });
}

void Audition::setList(PagedModel *list, std::function<QString(int)> addressOf)
{
    m_list = list;
    m_addressOf = std::move(addressOf);
    connect(list, &PagedModel::loaded, this, [this] {
        if (!m_refusal)
            return;
        if (!address().isEmpty()) {
            m_refusal.reset();
            fetch();
        } else if (m_list->canFetchMore({})) {
            m_list->fetchMore({});
        } else if (!m_list->isLoading()) {
            giveUp(*m_refusal);
        }
    });
    const auto forget = [this] {
        if (m_refusal)
            finishLoading();
    };
    connect(list, &PagedModel::failed, this, forget);             // the list tells why
    connect(list, &QAbstractItemModel::modelReset, this, forget); // it is another list now
}

void Audition::play(const QString &id)
{
    stop();
    if (!m_client)
        return;
    m_loading = id;
    m_wasRenewed = false;
    fetch();
    emit changed(id);
}

void Audition::renew(const Error &refusal)
{
    m_refusal = refusal;
    m_wasRenewed = true;
    m_list->reload();
}

QString Audition::address() const
{
    const int row = m_list->rowOf(m_loading);
    return row < 0 ? QString() : m_addressOf(row);
}

void Audition::fetch()
{
    m_call = m_client->fetch(QUrl(address()), this, [this](const Result<Media> &media) {
        if (!media) {
            const Error &error = media.error();
            const bool mayBeExpired =
                error.kind == Error::Kind::Forbidden || error.kind == Error::Kind::NotFound ||
                error.obstacle == Error::Obstacle::Link || error.obstacle == Error::Obstacle::ExpiredLink;
            return mayBeExpired && !m_wasRenewed ? renew(error) : giveUp(error);
        }
        m_decoding = decodeSent(*media, QUrl(address()), this, [this](const Result<audio::Clip> &clip) {
            const QString id = m_loading;
            if (!clip)
                return giveUp(clip.error());
            finishLoading();
            m_player->play(*clip, id);
            if (std::exchange(m_hasFailed, false))
                emit recovered();
        });
    });
}

void Audition::stop()
{
    finishLoading();
    m_player->stop();
}

bool Audition::isActive(const QString &id) const
{
    return !id.isEmpty() && (id == m_loading || id == m_player->subject());
}

QString Audition::stateOf(const QString &id) const
{
    if (!isActive(id))
        return {};
    if (id == m_loading)
        return tr("Loading…");
    if (m_length.count() == 0)
        return tr("Playing");
    return tr("Playing %1 / %2", "two times").arg(clockText(m_position), clockText(m_length));
}

void Audition::finishLoading()
{
    if (m_call)
        m_call->abort();
    delete m_decoding;
    m_refusal.reset();
    const QString id = std::exchange(m_loading, {});
    if (!id.isEmpty())
        emit changed(id);
}
