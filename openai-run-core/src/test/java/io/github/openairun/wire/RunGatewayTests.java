package io.github.openairun.wire;

import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import io.github.openairun.Assistant;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.UnsupportedRunOperationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the operations that {@link RunGateway} and {@link AssistantGateway} refuse by
 * default.
 */
class RunGatewayTests {

	private static final Assistant ASSISTANT = Assistant.named("support").build();

	private final RunGateway gateway = Mockito.mock(RunGateway.class, Mockito.CALLS_REAL_METHODS);

	@Test
	void operationsOfRunsAreRefusedWithTheReasonOfTheWire() {
		can();

		assertRefused(RunCapability.MODIFY_RUN,
				() -> this.gateway.modify(Run.builder("run_1", "thread_1").build(), Map.of()));
		assertRefused(RunCapability.LIST_RUNS, () -> this.gateway.list("thread_1", PageQuery.newestFirst()));
	}

	@Test
	void operationsOfAssistantsAreRefusedWithTheReasonOfTheWire() {
		can();
		AssistantGateway assistants = this.gateway.assistants();

		assertRefused(RunCapability.SERVER_ASSISTANTS, () -> assistants.load("asst_1"));
		assertRefused(RunCapability.SERVER_ASSISTANTS, () -> assistants.list(PageQuery.newestFirst()));
		assertRefused(RunCapability.MANAGE_ASSISTANTS, () -> assistants.create(ASSISTANT, List.of()));
		assertRefused(RunCapability.MANAGE_ASSISTANTS, () -> assistants.modify(ASSISTANT, List.of()));
		assertRefused(RunCapability.MANAGE_ASSISTANTS, () -> assistants.delete("asst_1"));
	}

	@Test
	void anOperationThatTheWireClaimsAndTheGatewayDoesNotImplementIsRefusedAsWell() {
		Mockito.doReturn(RunCapabilities.of("test", RunCapability.LIST_RUNS)).when(this.gateway).capabilities();

		assertThatExceptionOfType(UnsupportedRunOperationException.class)
			.isThrownBy(() -> this.gateway.list("thread_1", PageQuery.newestFirst()))
			.withMessageContaining("its gateway does not implement it");
	}

	private void can() {
		RunCapabilities none = RunCapabilities.of("test");
		for (RunCapability capability : RunCapability.values()) {
			none = none.withReason(capability, "no " + capability);
		}
		Mockito.doReturn(none).when(this.gateway).capabilities();
	}

	private static void assertRefused(RunCapability capability, ThrowingCallable operation) {
		assertThatExceptionOfType(UnsupportedRunOperationException.class).isThrownBy(operation)
			.withMessage("Wire 'test' does not support " + capability + ": no " + capability)
			.satisfies((ex) -> assertThat(ex.capability()).isEqualTo(capability));
	}

}
