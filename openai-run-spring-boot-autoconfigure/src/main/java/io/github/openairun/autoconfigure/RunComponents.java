package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;

import io.github.openairun.engine.RunEngine;
import io.github.openairun.wire.RunGateway;

/**
 * What all operations work with: the wire and the engine. What of it is not the
 * application's own is stopped and closed with the application from here, as if it were a
 * bean.
 */
final class RunComponents implements Lifecycle, Phased, AutoCloseable {

	private final RunGateway gateway;

	private final RunEngine engine;

	private final boolean ownsEngine;

	private final @Nullable OpenAiConnection connection;

	/**
	 * Put them together.
	 * @param gateway the wire
	 * @param engine drives runs
	 * @param ownsEngine whether to stop and close the engine
	 * @param connection what the wire stands on, or {@code null} if the wire is the
	 * application's own
	 */
	RunComponents(RunGateway gateway, RunEngine engine, boolean ownsEngine, @Nullable OpenAiConnection connection) {
		this.gateway = gateway;
		this.engine = engine;
		this.ownsEngine = ownsEngine;
		this.connection = connection;
	}

	RunGateway gateway() {
		return this.gateway;
	}

	@Nullable OpenAiConnection connection() {
		return this.connection;
	}

	RunEngine engine() {
		return this.engine;
	}

	@Override
	public void start() {
		if (this.ownsEngine) {
			this.engine.start();
		}
	}

	@Override
	public boolean isRunning() {
		return this.ownsEngine && this.engine.isRunning();
	}

	@Override
	public int getPhase() {
		return this.engine.getPhase();
	}

	@Override
	public void stop() {
		if (this.ownsEngine) {
			this.engine.stop();
		}
	}

	@Override
	public void close() {
		if (this.ownsEngine) {
			this.engine.close();
		}
		if (this.connection != null) {
			this.connection.close();
		}
	}

}
