// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voices/voicesscreen.h"

#include "base/settings.h"
#include "base/wire.h"
#include "common/audition.h"
#include "style/lineicon.h"
#include "style/pages.h"
#include "style/recordtable.h"
#include "style/words.h"
#include "ui_voicesscreen.h"

#include <QCoreApplication>
#include <QLocale>

QString languageName(const QString &code, const QString &fallback)
{
    const QString shown = fallback.isEmpty() ? code : fallback;
    const QLocale locale(QString(code).replace(QLatin1Char('-'), QLatin1Char('_')));
    if (code.isEmpty() || locale.language() == QLocale::C)
        return shown;
    // Qt knows the English names; the common ones are translated. The names that languages give themselves
    // often lack a font.
    const QByteArray english = QLocale::languageToString(locale.language()).toUtf8();
    const QString name = QCoreApplication::translate("Language", english.constData());
    if (!code.contains(QLatin1Char('-')))
        return name;
    const QString variant = code.section(QLatin1Char('-'), 1, 1);
    return QCoreApplication::translate("Language", "%1 (%2)", "a language and its variant")
        .arg(name, variant.size() <= 3 ? variant.toUpper() : variant);
}

using api::Voice;
constexpr int previewColumn = 4;

VoicesScreen::VoicesScreen(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_audition(new Audition(studio.player, this))
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->voices->table()->setObjectName(QStringLiteral("voicesTable"));
    makeCommands();
    makeModel();
    connectAll();
    retranslate();
}

void VoicesScreen::makeCommands()
{
    RecordTable *table = m_form->voices->table();
    m_play = addCommand("playVoice", Menu::Playback, "play", Qt::Key_Space, table);
    m_copyId = addCommand("copyVoiceId", Menu::Edit, "copy", Qt::CTRL | Qt::SHIFT | Qt::Key_C, table);
    m_find = addCommand("findVoice", Menu::Edit, "search", QKeySequence::Find);
    m_refresh = addCommand("refreshVoices", Menu::View, "refresh", QKeySequence::Refresh);
    m_form->playVoiceButton->setDefaultAction(m_play);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void VoicesScreen::makeModel()
{
    RecordTable *table = m_form->voices->table();
    m_model = new RecordModel<Voice>(
        {{[] { return tr("Name"); }, [](const Voice &voice) { return voice.name; }},
         {[] { return tr("Language"); },
          [](const Voice &voice) { return languageName(voice.languageCode, voice.languageName); }},
         {[] { return tr("Type"); },
          [](const Voice &voice) {
              return voice.model == Voice::Model::Big     ? tr("Large model")
                     : voice.model == Voice::Model::Small ? tr("Small model")
                                                          : QString();
          }},
         {[] { return tr("Owner"); },
          [](const Voice &voice) { return voice.isSystem ? tr("System") : tr("Own"); }},
         {[] { return tr("Sound"); }, [this](const Voice &voice) { return m_audition->stateOf(voice.id); }},
         {[] { return tr("Preview text"); }, [](const Voice &voice) { return voice.previewText; }}},
        wire::maxVoicePage, this);
    m_audition->setList(m_model, [this](int row) { return m_model->record(row).previewAudio; });
    showFiltered();
    m_found = new QSortFilterProxyModel(this);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found->setFilterKeyColumn(-1);
    m_form->voices->setModel(m_model, m_found);
    m_form->voices->setDescription(
        [this](EmptyState &empty, PagedTable::Emptiness why) { describe(empty, why); });
    table->setItemDelegateForColumn(previewColumn, new PlayingDelegate(table));
    table->restoreColumns(*m_studio.settings, QStringLiteral("columns/voices"), {22, 24, 13, 9, 13, 0});
}

void VoicesScreen::connectAll()
{
    connect(m_form->voiceSearch, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_found->setFilterFixedString(text.trimmed());
        m_form->voices->refresh();
        refresh();
        readOn();
    });
    connect(m_form->ownOnly, &QCheckBox::toggled, this, &VoicesScreen::filterChanged);
    connect(m_form->modelBox, &QComboBox::currentIndexChanged, this, &VoicesScreen::filterChanged);
    connect(m_form->stateBox, &QComboBox::currentIndexChanged, this, &VoicesScreen::filterChanged);
    connect(m_form->voices, &PagedTable::currentChanged, this, &VoicesScreen::refresh);
    connect(m_form->voices->table(), &RecordTable::chosen, m_play, &QAction::trigger);
    follow(m_model);
    connect(m_model, &PagedModel::loaded, this, [this] {
        refresh();
        readOn();
    });
    connect(m_audition, &Audition::changed, this, [this](const QString &id) {
        m_form->voices->repaintCell(id, previewColumn);
        refresh();
    });
    connect(m_audition, &Audition::failed, this, &Screen::failed);
    connect(m_audition, &Audition::recovered, this, &Screen::recovered);
    connect(m_play, &QAction::triggered, this, [this] {
        if (const auto voice = current())
            m_audition->toggle(voice->id);
    });
    connect(m_refresh, &QAction::triggered, this, [this] {
        m_model->touchAll();
        enter();
    });
    connect(m_find, &QAction::triggered, m_form->voiceSearch, &SearchField::begin);
    connect(m_copyId, &QAction::triggered, this,
            [this] { copy(current()->id, tr("The voice's ID is in the clipboard.")); });
}

void VoicesScreen::setClient(Client *client)
{
    Screen::setClient(client);
    m_model->setClient(client);
    m_audition->setClient(client);
    m_form->voices->setWaiting(client == nullptr);
    if (isVisible())
        enter();
    refresh();
}

std::optional<Voice> VoicesScreen::current() const
{
    return m_model->at(m_form->voices->currentRow());
}

void VoicesScreen::filterChanged()
{
    api::VoiceFilter filter;
    filter.withoutSystem = m_form->ownOnly->isChecked();
    const Voice::Model models[] = {Voice::Model::Unknown, Voice::Model::Big, Voice::Model::Small};
    filter.model = models[qMax(0, m_form->modelBox->currentIndex())];
    const std::optional<Voice::State> states[] = {Voice::State::Cloned, Voice::State::Init, {}};
    filter.state = states[qMax(0, m_form->stateBox->currentIndex())];
    if (filter == m_filter)
        return;
    m_filter = filter;
    showFiltered();
    enter();
    refresh();
}

void VoicesScreen::showFiltered()
{
    const api::VoiceFilter filter = m_filter;
    const QString key = QStringLiteral("%1 %2 %3")
                            .arg(filter.withoutSystem)
                            .arg(int(filter.model))
                            .arg(filter.state ? int(*filter.state) : -1);
    m_model->setSource(key, [filter](int page, int size) { return api::listVoices(page, size, filter); });
}

void VoicesScreen::describe(EmptyState &empty, PagedTable::Emptiness why)
{
    using Emptiness = PagedTable::Emptiness;
    if (why == Emptiness::Waiting)
        empty.describe(QStringLiteral("starting"), tr("Not connected yet"), {});
    else if (why == Emptiness::Loading)
        empty.describe(QStringLiteral("starting"), tr("Loading…"), {});
    else if (why == Emptiness::Failed)
        empty.describe(QStringLiteral("unreachable"), tr("The voices could not be read"), {}, {m_refresh});
    else if (m_model->rowCount() > 0)
        empty.describe(QStringLiteral("search"), tr("No voice found"),
                       tr("None of the %n voice(s) loaded so far has this in its name, language or text.",
                          nullptr, m_model->rowCount()));
    else
        empty.describe(QStringLiteral("voices"), tr("No voices"),
                       m_filter == api::VoiceFilter() ? tr("This service has no voices to offer.")
                                                      : tr("Choose wider filters to see more."));
}

// What is searched for may be on a page that has not come yet.
void VoicesScreen::readOn()
{
    if (!m_form->voiceSearch->text().trimmed().isEmpty() && m_found->rowCount() == 0)
        m_model->fetchMore({});
}

void VoicesScreen::refresh()
{
    const std::optional<Voice> voice = current();
    const bool isActive = voice && m_audition->isActive(voice->id);
    m_play->setEnabled(client() && voice && !voice->previewAudio.isEmpty());
    setActionText(m_play, isActive ? tr("Sto&p preview") : tr("&Play preview"));
    m_play->setIconText(isActive ? tr("Stop") : tr("Play"));
    m_play->setIcon(lineIcon(isActive ? QStringLiteral("stop") : QStringLiteral("play")));
    m_copyId->setEnabled(voice.has_value());
    for (QAction *action : {m_find, m_refresh})
        action->setEnabled(client());
    const int rows = m_model->rowCount();
    m_form->voiceCount->setText(rows == 0 ? QString()
                                : m_form->voiceSearch->text().isEmpty()
                                    ? tr("%n voice(s)", nullptr, rows)
                                    : tr("%1 of %2 voices").arg(m_found->rowCount()).arg(rows));
}

void VoicesScreen::retranslate()
{
    m_form->voices->table()->setAccessibleName(tr("Voices"));
    setActionText(m_copyId, tr("Copy voice ID"));
    setActionText(m_find, tr("&Find voice"));
    setActionText(m_refresh, tr("Re&fresh"));
    m_refresh->setIconText(tr("Try again"));
    refresh();
}
