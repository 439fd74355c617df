package io.github.openairun.jdbc;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.openairun.thread.StoredThread;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadUpdate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link JdbcThreadStore} must do besides.
 */
abstract class AbstractJdbcThreadStoreTests extends AbstractThreadStoreTests {

	abstract StoreDatabase database();

	@Override
	ThreadStore store() {
		return new JdbcThreadStore(database().access());
	}

	@Test
	void theCallersTransactionNeitherUndoesNorHidesAnything() {
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database().dataSource()));
		transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		transaction.executeWithoutResult((status) -> {
			store().create(new StoredThread("t1", Instant.EPOCH, Map.of()), List.of());
			StoredThread thread = store().find("t1");
			assertThat(store().update(ThreadUpdate.of(thread).activeRun("r1"))).isTrue();
			thread = store().find("t1");
			assertThat(thread.activeRunId()).isEqualTo("r1");
			assertThat(store().update(ThreadUpdate.of(thread).activeRun(null))).isTrue();
			status.setRollbackOnly();
		});
		assertThat(store().find("t1")).extracting(StoredThread::version).isEqualTo(2L);
	}

}
