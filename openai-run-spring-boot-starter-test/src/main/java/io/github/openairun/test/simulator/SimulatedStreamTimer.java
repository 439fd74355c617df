package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.github.openairun.wire.StreamTimer;

/**
 * Watches the silence of streams, whose events are really on their way.
 */
final class SimulatedStreamTimer implements StreamTimer {

	private static final Runnable NOTHING = () -> {
	};

	/** How long an event may be on its way that was sent just now. */
	private static final Duration TRANSIT = Duration.ofMillis(100);

	private final SimulatedTime time;

	private final RealTimer real;

	SimulatedStreamTimer(SimulatedTime time, RealTimer real) {
		this.time = time;
		this.real = real;
	}

	@Override
	public Runnable schedule(Runnable task, Duration delay) {
		AtomicReference<Runnable> stop = new AtomicReference<>(NOTHING);
		Runnable forget = this.time.limit(() -> stop.set(this.real.schedule(task, TRANSIT)), delay);
		stop.compareAndSet(NOTHING, forget);
		return () -> stop.get().run();
	}

	@Override
	public long nanoTime() {
		return this.time.worked().toNanos();
	}

	@Override
	public void close() {
		// The time outlives those who use it.
	}

}
