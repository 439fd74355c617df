package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A stream that follows a run or a response. It has no thread: things happen when it is
 * pulled, by the clock.
 */
final class ServerStream implements StreamedBody {

	private final Object lock;

	private final Clock clock;

	private final Feed feed;

	private final @Nullable ServerTranslation translation;

	private final StringBuilder sent = new StringBuilder();

	private int position;

	private boolean over;

	private @Nullable StreamEvent done;

	private @Nullable Runnable listener;

	/**
	 * Creates a stream.
	 * @param lock the server's lock
	 * @param clock the server's clock
	 * @param feed where to begin
	 * @param translation translates the events, or {@code null} if they stay as they are
	 */
	ServerStream(Object lock, Clock clock, Feed feed, @Nullable ServerTranslation translation) {
		this.lock = lock;
		this.clock = clock;
		this.feed = feed;
		this.translation = translation;
		this.position = feed.from();
	}

	@Override
	public Signal next() {
		synchronized (this.lock) {
			EventSource source = this.feed.source();
			Instant now = this.clock.instant();
			if (this.done != null) {
				StreamEvent event = this.done;
				this.done = null;
				return write(event);
			}
			while (!this.over) {
				if (this.position < source.events().size()) {
					StreamEvent event = translated(source.events().get(this.position++));
					if (event == null) {
						continue;
					}
					return write(event);
				}
				if (source.events().isClosed()) {
					break;
				}
				if (source.step(now)) {
					continue;
				}
				Instant due = source.due();
				if (due != null && this.clock instanceof SimulatedTime time && time.jumpTo(due)) {
					now = this.clock.instant();
				}
				else {
					return new Signal.Later(Follower.wait(this.clock, now, source.due()));
				}
			}
			end();
			return new Signal.Finish();
		}
	}

	@Override
	public void left() {
		synchronized (this.lock) {
			if (!this.over) {
				this.feed.source().left(this.clock.instant());
			}
			end();
		}
	}

	@Override
	public void onChange(Runnable listener) {
		synchronized (this.lock) {
			this.listener = listener;
			this.feed.source().events().listen(listener);
		}
	}

	@Override
	public String sent() {
		synchronized (this.lock) {
			return this.sent.toString();
		}
	}

	private Signal write(StreamEvent event) {
		String text = event.frame();
		if (event.last()) {
			this.done = this.over ? null : done();
			this.over = true;
		}
		this.sent.append(text);
		return new Signal.Write(text);
	}

	private @Nullable StreamEvent translated(StreamEvent event) {
		return (this.translation != null) ? this.translation.event(event) : event;
	}

	private @Nullable StreamEvent done() {
		if (this.translation != null && this.translation.endsWithDone()) {
			return Feed.NAMELESS_DONE;
		}
		return this.feed.done() ? Feed.DONE : null;
	}

	private void end() {
		this.over = true;
		if (this.listener != null) {
			this.feed.source().events().forget(this.listener);
		}
	}

}
