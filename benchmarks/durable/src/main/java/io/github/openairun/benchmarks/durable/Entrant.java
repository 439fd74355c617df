package io.github.openairun.benchmarks.durable;

import java.util.Locale;
import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

/**
 * The contenders.
 */
enum Entrant {

	FLOOR {

		@Override
		Contender enter(DataSource dataSource, WorkServer server, Semaphore ends) {
			return new Floor(dataSource, server, ends);
		}

	},

	OPENAI_RUN {

		@Override
		Contender enter(DataSource dataSource, WorkServer server, Semaphore ends) {
			return new DurableApplication(dataSource, server, ends);
		}

	},

	DBOS {

		@Override
		Contender enter(DataSource dataSource, WorkServer server, Semaphore ends) {
			return new DbosContender(dataSource, server, ends, true);
		}

	},

	DBOS_WITHOUT_QUEUE {

		@Override
		Contender enter(DataSource dataSource, WorkServer server, Semaphore ends) {
			return new DbosContender(dataSource, server, ends, false);
		}

	};

	abstract Contender enter(DataSource dataSource, WorkServer server, Semaphore ends);

	String database() {
		return "bench_" + name().toLowerCase(Locale.ROOT);
	}

}
