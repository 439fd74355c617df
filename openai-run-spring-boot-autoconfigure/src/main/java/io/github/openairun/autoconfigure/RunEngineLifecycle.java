package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import io.github.openairun.engine.RunEngine;

/**
 * Stops the engine with the application: behind the web server, whose last requests may
 * still drive runs.
 */
class RunEngineLifecycle implements SmartLifecycle {

	/** Behind Boot's graceful shutdown of the web server and the server itself. */
	private static final int PHASE = DEFAULT_PHASE - 4096;

	private @Nullable RunEngine engine;

	private boolean running;

	/** Take an engine, which is created when it is used. */
	synchronized RunEngine manage(RunEngine engine) {
		this.engine = engine;
		return engine;
	}

	@Override
	public synchronized void start() {
		this.running = true;
		if (this.engine != null) {
			this.engine.start();
		}
	}

	@Override
	public void stop() {
		RunEngine engine;
		synchronized (this) {
			this.running = false;
			engine = this.engine;
		}
		if (engine != null) {
			engine.stop();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
