// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipdesk.h"

#include "style/lineicon.h"
#include "ui_clipdesk.h"

#include <QEvent>
#include <QScrollArea>

namespace {

audio::Purpose purposeOf(const Draft &draft)
{
    return draft.purpose == Draft::Purpose::Identify ? audio::Purpose::Identify : audio::Purpose::Enrol;
}

constexpr std::chrono::milliseconds layoutMs{50}; // after which a page has its place and its height

// What comes after a recording or a file stands below what was looked at meanwhile.
void bringIntoView(QWidget *page)
{
    for (QWidget *around = page->parentWidget(); around; around = around->parentWidget()) {
        if (auto *scroll = qobject_cast<QScrollArea *>(around))
            return scroll->ensureWidgetVisible(page, 0, 0);
    }
}

} // namespace

ClipDesk::ClipDesk(QWidget *parent)
    : DropFrame(parent)
    , m_form(std::make_unique<Ui::ClipDesk>())
{
    m_form->setupUi(this);
    setFocusProxy(m_form->recorder);
    m_form->importButton->setIcon(lineIcon(QStringLiteral("import")));
    connect(m_form->importButton, &QPushButton::clicked, this, &ClipDesk::chooseFile);
    connect(this, &DropFrame::dropped, this, &ClipDesk::openFile);
    followRecorder();
    followImport();
    followEditor();
}

ClipDesk::~ClipDesk() = default;

void ClipDesk::attach(const Studio &studio)
{
    m_studio = studio;
    m_draft.attach(studio.drafts);
    m_rewriting.attach(studio.drafts);
    m_form->recorder->attach(studio.recorder, studio.microphones, studio.settings);
    if (studio.loudspeakers)
        m_form->recorder->attachLoudspeakers(studio.loudspeakers, studio.player);
    m_form->fileImport->attach(studio.player, studio.dataDirectory + QStringLiteral("/cache"));
    m_form->clipPage->attach(studio.player, this);
    settle();
}

void ClipDesk::setDraft(const Draft &draft)
{
    m_form->fileImport->cancel();
    m_form->recorder->stop();
    if (!m_form->recorder->isRecording()) // else it is needed until the recording has ended
        m_draft.forgetPending();
    ++m_errand;
    m_isAdding = false;
    m_form->deskNotice->clear();
    m_form->clipPage->forget();
    m_form->recorder->beginAnew();
    m_draft.set(draft);
    m_form->clipPage->setPurpose(purposeOf(draft));
    m_form->recorder->setPurpose(purposeOf(draft));
    m_form->fileImport->setPurpose(purposeOf(draft));
    if (hasDraft())
        readDraft();
    else
        settle();
}

const audio::Clip &ClipDesk::clip() const
{
    return m_form->clipPage->clip();
}

void ClipDesk::keepDraft()
{
    if (m_state == State::Ready && !hasDraft())
        rewrite();
}

bool ClipDesk::isReady() const
{
    return m_state == State::Ready && m_form->clipPage->isUsable();
}

bool ClipDesk::isPoor() const
{
    return isMeasured() && m_form->clipPage->grade() == audio::Grade::Poor;
}

bool ClipDesk::isMeasured() const
{
    return m_state == State::Ready && m_form->clipPage->isMeasured();
}

QString ClipDesk::obstacle() const
{
    switch (m_state) {
    case State::Empty:
        return tr("Record or choose a file first.");
    case State::Recording:
        return m_form->recorder->state() == RecorderBar::State::Paused
                   ? tr("Paused: press Resume to go on, or Stop.")
                   : tr("Speak, then press Stop.");
    case State::Importing:
        return m_form->fileImport->isDecoding() ? tr("The file is being read…")
                                                : tr("Say above what of the file is to be used, or cancel.");
    case State::Measuring:
        return tr("The recording is being measured…");
    case State::Ready:
        break;
    }
    if (!isMeasured())
        return tr("The recording is being measured…");
    if (isReady())
        return {};
    return isPoor() ? tr("This recording is poor: record again, or say above that it is to be used anyway.")
                    : tr("This recording cannot be used: see above what is wrong with it, and record again.");
}

std::chrono::milliseconds ClipDesk::room() const
{
    constexpr qsizetype bytes = audio::speechRate / 1000 * 2; // of a millisecond: what has begun counts
    return longest - std::chrono::milliseconds((clip().pcm.size() + bytes - 1) / bytes);
}

void ClipDesk::focusRecord()
{
    m_form->recorder->focusRecord();
}

void ClipDesk::stopRecording()
{
    m_form->recorder->stop();
}

void ClipDesk::stopPlaying()
{
    m_form->clipPage->stopPlaying();
}

void ClipDesk::say(const Error &error)
{
    m_form->deskNotice->show(error);
}

void ClipDesk::settle()
{
    setState(hasClip() ? State::Ready : State::Empty);
}

void ClipDesk::setState(State state)
{
    m_state = state;
    const bool isBusy =
        state == State::Measuring || (state == State::Importing && m_form->fileImport->isDecoding());
    if (isBusy && window()->focusWidget() == m_form->importButton)
        focusRecord(); // as soon as it may be
    m_form->recorder->setBlocked(isBusy);
    m_form->importButton->setEnabled(!isBusy && !isRecording());
    setAcceptDrops(m_form->importButton->isEnabled());
    switch (state) {
    case State::Empty:
        showPage(m_form->emptyPage);
        break;
    case State::Recording:
        showPage(m_form->emptyPage);
        QTimer::singleShot(layoutMs, m_form->recorder,
                           [this] { bringIntoView(m_form->recorder->progress()); });
        break;
    case State::Importing:
        showPage(m_form->fileImport);
        break;
    case State::Measuring:
        showPage(m_form->measuringPage);
        break;
    case State::Ready:
        m_form->clipPage->setRoom(room());
        showPage(m_form->clipPage);
        break;
    }
    emit changed();
}

void ClipDesk::showPage(QWidget *page)
{
    const bool isNew = m_form->pages->currentWidget() != page;
    m_form->pages->setCurrentWidget(page);
    if ((isNew && page == m_form->clipPage) || page == m_form->fileImport)
        QTimer::singleShot(layoutMs, page, [page] { bringIntoView(page); });
}

void ClipDesk::changeEvent(QEvent *event)
{
    DropFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_form->retranslateUi(this);
}
