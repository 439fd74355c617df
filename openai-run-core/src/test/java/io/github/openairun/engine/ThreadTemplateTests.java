package io.github.openairun.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.CallDecision;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Message;
import io.github.openairun.PendingCall;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolCall;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.approval.StoredCall;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.ThreadGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

class ThreadTemplateTests {

	private final RunGateway gateway = mock();

	private final ThreadGateway server = mock();

	private final ManualTaskScheduler time = ManualTaskScheduler.jumpingFrom(Runs.NOW);

	private final ThreadTemplate threads = new ThreadTemplate(this.gateway,
			new BusyThreadPolicy(Duration.ofSeconds(30)), this.time);

	@Test
	void whatIsKeptAboutAThreadIsDeletedWithIt() {
		List<String> deleted = new ArrayList<>();
		given(this.gateway.threads()).willReturn(this.server);
		ThreadTemplate threads = new ThreadTemplate(Connections.of(this.gateway), BusyThreadPolicy.defaults(),
				this.time, new InMemoryApprovalStore(), List.of(deleted::add));
		threads.delete("thread_1");
		willThrow(new ThreadNotFoundException("thread_2", "a store")).given(this.server).delete("thread_2");
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> threads.delete("thread_2"));
		willThrow(Runs.broken()).given(this.server).delete("thread_3");
		assertThatExceptionOfType(ApiConnectionException.class).isThrownBy(() -> threads.delete("thread_3"));
		assertThat(deleted).containsExactly("thread_1", "thread_2");
	}

	@Test
	void callsThatWaitAreDeniedWhenTheirThreadIsDeleted() {
		InMemoryApprovalStore store = new InMemoryApprovalStore();
		given(this.gateway.threads()).willReturn(this.server);
		ThreadTemplate threads = new ThreadTemplate(Connections.of(this.gateway), BusyThreadPolicy.defaults(),
				this.time, store, List.of());
		for (int i = 0; i < 150; i++) {
			PendingCall.Kind kind = (i == 0) ? PendingCall.Kind.OUTPUT : PendingCall.Kind.APPROVAL;
			store.park(
					new StoredCall(new PendingCall("wait_" + i, kind, "run_1", (i == 149) ? "thread_2" : "thread_1",
							null, new ToolCall("call_" + i, "refund", "{}"), null, Runs.NOW, null, Map.of()), "r1"),
					() -> {
					});
		}
		willThrow(new ThreadNotFoundException("thread_1", "a store")).willDoNothing()
			.given(this.server)
			.delete("thread_1");
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> threads.delete("thread_1"));
		assertThat(store.waiting()).as("perhaps the thread of another tenant").isEqualTo(150);
		threads.delete("thread_1");
		assertThat(store.waiting()).isEqualTo(1);
		assertThat(store.find("wait_0").decision().verdict()).isEqualTo(CallDecision.Verdict.FAILED);
		assertThat(store.find("wait_1").decision().verdict()).isEqualTo(CallDecision.Verdict.DENIED);
	}

	@Test
	void aMessageWaitsForABusyThread() {
		Message message = Message.user("Where is order 17?");
		given(this.gateway.threads()).willReturn(this.server);
		given(this.server.addMessage("thread_1", message)).willThrow(new ThreadBusyException("thread_1", null, null))
			.willReturn(message);
		assertThat(this.threads.addMessage("thread_1", message)).isSameAs(message);
		assertThat(this.time.delays()).containsExactly(Duration.ofMillis(500));
	}

	@Test
	void anotherApiKeyMeansAnotherGateway() {
		RunGateway other = mock();
		given(this.gateway.withApiKey("sk-tenant")).willReturn(other);
		given(other.threads()).willReturn(this.server);
		this.threads.withApiKey("sk-tenant").delete("thread_1");
		then(this.server).should().delete("thread_1");
		then(this.gateway).should().withApiKey("sk-tenant");
	}

}
