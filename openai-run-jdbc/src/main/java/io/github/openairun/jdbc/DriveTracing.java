package io.github.openairun.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries the trace in which a run was scheduled to the node that drives it, as a message
 * would.
 */
final class DriveTracing {

	/** The observation of the moment in which a run is scheduled. */
	static final String SCHEDULE = "openai.run.schedule";

	/** The observation around a drive, which belongs to the trace of the scheduling. */
	static final String DRIVE = "openai.run.durable.drive";

	private static final int MAX_LENGTH = 4000;

	private final ObservationRegistry registry;

	DriveTracing(ObservationRegistry registry) {
		this.registry = registry;
	}

	/** Return the trace of the caller, or {@code null} if there is none. */
	@Nullable String scheduled() {
		if (this.registry.isNoop()) {
			return null;
		}
		Map<String, String> trace = new LinkedHashMap<>();
		SenderContext<Map<String, String>> context = new SenderContext<>((carrier, key, value) -> trace.put(key, value),
				Kind.PRODUCER);
		context.setCarrier(trace);
		Observation.createNotStarted(SCHEDULE, () -> context, this.registry)
			.contextualName("schedule run")
			.start()
			.stop();
		String text = JsonText.write(trace);
		return (trace.isEmpty() || text.length() > MAX_LENGTH) ? null : text;
	}

	/** Drive a run in the trace in which it was scheduled. */
	<T> T driving(@Nullable String trace, Supplier<T> drive) {
		if (this.registry.isNoop()) {
			return drive.get();
		}
		Map<String, String> carrier = (trace != null) ? JsonText.readMap(trace) : Map.of();
		ReceiverContext<Map<String, String>> context = new ReceiverContext<>((map, key) -> carrier.get(key),
				Kind.CONSUMER);
		context.setCarrier(carrier);
		Observation observation = Observation.createNotStarted(DRIVE, () -> context, this.registry)
			.contextualName("drive run")
			.start();
		try (Observation.Scope scope = observation.openScope()) {
			return drive.get();
		}
		catch (RuntimeException ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

}
