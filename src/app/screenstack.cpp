// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/screenstack.h"

#include "style/words.h"
#include "tasks/activity/activityscreen.h"
#include "tasks/identify/identifyscreen.h"
#include "tasks/voiceprints/voiceprintsscreen.h"
#include "tasks/voices/voicesscreen.h"

#include <QAction>
#include <QPainter>
#include <QStyledItemDelegate>

namespace {

constexpr int itemInset = 6; // around the rounded selection
constexpr int padding = 10;  // inside it

//! Icon and text in a rounded box.
class PlaceDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isSelected = option.state & QStyle::State_Selected;
        const QRect box = option.rect.adjusted(itemInset, 2, -itemInset, -2);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        QColor background = option.palette.color(QPalette::Active, QPalette::Highlight);
        if (!isSelected)
            background.setAlpha(option.state & QStyle::State_MouseOver ? 32 : 0);
        painter->setBrush(background);
        painter->drawRoundedRect(box, 6, 6);
        if ((option.state & QStyle::State_HasFocus) && isSelected) {
            painter->setPen(option.palette.color(QPalette::Active, QPalette::HighlightedText));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(box).adjusted(2.5, 2.5, -2.5, -2.5), 4, 4);
        }
        const auto mode = isSelected ? QIcon::Selected : QIcon::Normal;
        const QRect inner = box.adjusted(padding, 0, -padding, 0);
        const QSize size = option.decorationSize;
        const QRect iconRect =
            QStyle::alignedRect(option.direction, Qt::AlignLeading | Qt::AlignVCenter, size, inner);
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, iconRect, Qt::AlignCenter, mode);
        const QRect textRect = option.direction == Qt::LeftToRight
                                   ? inner.adjusted(size.width() + padding, 0, 0, 0)
                                   : inner.adjusted(0, 0, -size.width() - padding, 0);
        painter->setPen(
            option.palette.color(QPalette::Active, isSelected ? QPalette::HighlightedText : QPalette::Text));
        painter->setFont(option.font);
        painter->drawText(textRect, Qt::AlignLeading | Qt::AlignVCenter, index.data().toString());
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int text = option.fontMetrics.horizontalAdvance(index.data().toString());
        return {2 * itemInset + 3 * padding + option.decorationSize.width() + text,
                option.fontMetrics.height() + 22};
    }
};

bool isFileCommand(const QAction *command)
{
    return command->data().toInt() == int(Screen::Menu::File);
}

} // namespace

Navigation::Navigation(QWidget *parent)
    : QListWidget(parent)
{
    setFrameShape(NoFrame);
    setIconSize({20, 20});
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportMargins(0, 8, 0, 0);
    setBackgroundRole(QPalette::Base); // of the margin too
    setAutoFillBackground(true);
    setItemDelegate(new PlaceDelegate(this));
    connect(this, &QListWidget::currentRowChanged, this, &Navigation::chosen);
    // Assistive technology selects an item without making it the current one.
    connect(this, &QListWidget::itemSelectionChanged, this, [this] {
        if (const auto chosenItems = selectedItems(); !chosenItems.isEmpty())
            setCurrentItem(chosenItems.first());
    });
}

void Navigation::setPlaces(const QList<QAction *> &actions)
{
    const QSignalBlocker blocker(this);
    m_actions = actions;
    clear();
    for (QAction *action : actions) {
        addItem(new QListWidgetItem(action->icon(), QString()));
        connect(action, &QAction::triggered, this, [this, row = count() - 1] { setCurrentRow(row); });
    }
    setCurrentRow(0);
    refresh();
}

void Navigation::refresh()
{
    for (int row = 0; row < count(); ++row) {
        item(row)->setText(plainText(m_actions[row]->text()));
        item(row)->setToolTip(m_actions[row]->shortcut().toString(QKeySequence::NativeText));
    }
    setFixedWidth(qMax(150, sizeHintForColumn(0)));
    viewport()->update();
}

void ScreenStack::setUp(const Studio &studio, const QString &dataDirectory)
{
    m_studio = studio;
    m_dataDirectory = dataDirectory;
    screen(Voiceprints); // its file commands are always in the menu
}

void ScreenStack::setClient(Client *client)
{
    m_client = client;
    for (Screen *screen : m_screens) {
        if (screen)
            screen->setClient(client);
    }
}

QList<QAction *> ScreenStack::commands() const
{
    const auto *shown = static_cast<const Screen *>(currentWidget());
    QList<QAction *> commands = shown->commands();
    if (shown != m_screens[Voiceprints]) {
        for (QAction *command : m_screens[Voiceprints]->commands()) {
            if (isFileCommand(command))
                commands << command;
        }
    }
    return commands;
}

Screen *ScreenStack::screen(Place place)
{
    Screen *&screen = m_screens[place];
    if (screen)
        return screen;
    screen = make(place);
    addWidget(screen);
    emit made(screen);
    screen->setClient(m_client);
    return screen;
}

Screen *ScreenStack::make(Place place)
{
    switch (place) {
    case Voiceprints:
        return makeVoiceprints();
    case Identify:
        return new IdentifyScreen(m_studio);
    case Voices:
        return new VoicesScreen(m_studio);
    case Activity:
        return new ActivityScreen(m_studio);
    case Settings: {
        auto *settings = new SettingsScreen(m_studio, m_dataDirectory);
        connect(settings, &SettingsScreen::restoreRequested, this, &ScreenStack::restoreRequested);
        return settings;
    }
    }
    return nullptr;
}

Screen *ScreenStack::makeVoiceprints()
{
    auto *voiceprints = new VoiceprintsScreen(m_studio);
    connect(voiceprints, &VoiceprintsScreen::identifyRequested, this, [this](const Recording &draft) {
        emit placeRequested(Identify);
        static_cast<IdentifyScreen *>(screen(Identify))->resume(draft);
    });
    for (QAction *command : voiceprints->commands()) {
        if (isFileCommand(command)) // first, so that the dialog opens above what it is about
            connect(command, &QAction::triggered, this, [this] { emit placeRequested(Voiceprints); });
    }
    return voiceprints;
}
