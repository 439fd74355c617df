package io.github.openairun.wire;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the bodies that take too long. It looks at all of them together and once in a
 * while, as nearly all are complete before an alarm of their own could be set; so a body
 * may take as much longer as there is between two looks.
 */
final class BodyWatch {

	private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

	private final StreamTimer timer;

	private final Duration pause;

	private final Set<TimedBody> bodies = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/**
	 * Create a watch.
	 * @param timeout how long answers may take
	 */
	BodyWatch(StreamTimer timer, Duration timeout) {
		this.timer = timer;
		this.pause = (timeout.compareTo(MAX_PAUSE) < 0) ? timeout : MAX_PAUSE;
	}

	void add(TimedBody body) {
		this.bodies.add(body);
		schedule();
	}

	void remove(TimedBody body) {
		this.bodies.remove(body);
	}

	private void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			this.timer.schedule(this::look, this.pause);
		}
	}

	private void look() {
		long now = this.timer.nanoTime();
		this.bodies.forEach((body) -> body.look(now));
		this.scheduled.set(false);
		if (!this.bodies.isEmpty()) {
			schedule();
		}
	}

}
