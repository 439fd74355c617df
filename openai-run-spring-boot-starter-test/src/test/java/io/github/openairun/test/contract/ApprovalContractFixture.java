package io.github.openairun.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.ApprovalAdvice;
import io.github.openairun.DeferredOutputs;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.ToolApprovals;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose tool calls wait for persons or other systems.
 */
abstract class ApprovalContractFixture extends AbstractContractTests {

	static final long PATIENCE = 10;

	final ApprovalTools tools = new ApprovalTools();

	final BlockingQueue<List<PendingCall>> suspensions = new LinkedBlockingQueue<>();

	final List<String> events = new ArrayList<>();

	final InMemoryApprovalStore store = new InMemoryApprovalStore();

	Application waiting;

	OpenAiSimulator streaming;

	ToolApprovals approvals;

	DeferredOutputs outputs;

	ApprovalContractFixture(Wire wire) {
		super(wire);
	}

	void begin(Mode mode, String... properties) {
		begin(mode, (request) -> ApprovalAdvice.undecided(), properties);
	}

	void begin(Mode mode, ToolApprovalPolicy policy, String... properties) {
		if (mode == Mode.STREAMED) {
			this.streaming = startWithoutDelays();
			this.simulator = this.streaming;
		}
		this.waiting = startApplication(this.simulator, (context) -> {
			TestPropertyValues.of(properties)
				.and("openai.run.streaming=" + ((mode == Mode.STREAMED) ? "auto" : "off"))
				.applyTo(context);
			configure(context);
			context.registerBean(ToolApprovalPolicy.class, () -> policy);
		});
		this.approvals = this.waiting.bean(ToolApprovals.class);
		this.outputs = this.waiting.bean(DeferredOutputs.class);
	}

	void configure(AnnotationConfigApplicationContext context) {
		context.registerBean(ApprovalTools.class, () -> this.tools);
		context.registerBean(InMemoryApprovalStore.class, () -> this.store);
	}

	@AfterEach
	void stopServer() {
		closeFurtherApplications();
		if (this.streaming != null) {
			this.streaming.close();
		}
	}

	Driven drive(Mode mode) {
		return drive(mode, request("Hello").build());
	}

	Driven drive(Mode mode, RunRequest request) {
		return switch (mode) {
			case EXECUTED -> Driven.onThread(() -> this.waiting.runs().execute(request, listener()));
			case STARTED -> Driven.inBackground(this.waiting.runs().start(request, listener()));
			case STREAMED -> Driven.inBackground(this.waiting.runs().start(request, streamed()));
		};
	}

	RunListener listener() {
		return new Events();
	}

	RunListener streamed() {
		return new Events() {

			@Override
			public void textDelta(Run run, String messageId, String text) {
			}

		};
	}

	List<PendingCall> suspended() {
		try {
			List<PendingCall> calls = this.suspensions.poll(PATIENCE, TimeUnit.SECONDS);
			assertThat(calls).as("suspension after " + this.events).isNotEmpty();
			return calls;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	PendingCall suspendedOnce() {
		List<PendingCall> calls = suspended();
		assertThat(calls).hasSize(1);
		return calls.get(0);
	}

	String token() {
		try {
			String token = this.tools.tokens.poll(PATIENCE, TimeUnit.SECONDS);
			assertThat(token).as("token").isNotNull();
			return token;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	static RunResult result(Driven driven) {
		return driven.result().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
	}

	void asksForRefund() {
		this.simulator.when(anyMessage())
			.call("refund", Map.of("order", "17", "amount", 50))
			.reply((outputs) -> "It says: " + outputs.get("refund"));
	}

	/** How a run is driven. */
	enum Mode {

		EXECUTED, STARTED, STREAMED

	}

	class Events implements RunListener {

		@Override
		public void suspended(Run run, List<PendingCall> calls) {
			ApprovalContractFixture.this.suspensions.add(calls);
		}

		@Override
		public void toolCallStarted(Run run, ToolCall call) {
			ApprovalContractFixture.this.events.add("started " + call.name());
		}

		@Override
		public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
			ApprovalContractFixture.this.events.add("finished " + call.name() + " " + outcome.text());
		}

		@Override
		public void ended(RunResult result) {
			ApprovalContractFixture.this.events.add("ended");
		}

		@Override
		public void failed(@Nullable Run run, RuntimeException error) {
			ApprovalContractFixture.this.events.add("failed " + error);
			ApprovalContractFixture.this.suspensions.add(List.of());
		}

	}

}
