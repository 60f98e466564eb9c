# Needs a JDK 17 or newer, Maven 3.8 or newer, git and bash; Maven brings everything else.
MAVEN := mvn -B
SOURCES := $(shell find src/main conf/streams -type f 2>/dev/null) pom.xml LICENSE

.DEFAULT_GOAL := help
.PHONY: help run test fuzz fault ha package watch clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

run: target/sluice-dev.jar ## Build if needed, then run one node with an embedded Kafka and PostgreSQL (ARGS="…" are passed on)
	@exec java -jar target/sluice-dev.jar dev $(ARGS)

test: ## Run everything that checks this project: formatter, compiler, unit and integration tests, licences
	$(MAVEN) verify

MINUTES := 30
fuzz: ## Fuzz what every body meets first, longer than make test does (MINUTES=30)
	@echo "Two fuzzers for $(MINUTES) minutes, both at once; what they do: target/fuzz/*/log.txt, where what they learn stays too"
	@test -z "$$(ls target/fuzz/*/crash-* target/fuzz/*/timeout-* target/fuzz/*/oom-* 2>/dev/null)" || \
		echo "Inputs that earlier runs found are still in target/fuzz"
	@$(MAVEN) -q test -Dtest=FuzzTest -Dfuzz.seconds=$$(($(MINUTES) * 60)) -Dsurefire.seconds=$$(($(MINUTES) * 60 + 600))
	@grep -h -e 'stat::number_of_executed_units' -e 'Done ' target/fuzz/*/log.txt
	@echo "Nothing was found"

fault: MINUTES := 60
fault: SEED := $(shell date +%s)
fault: ## Kill, stop, fill and cut everything under load, and count what is there afterwards (MINUTES=60 SEED=a number)
	@rm -f target/fault/summary.txt
	@$(MAVEN) -q verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FaultIT \
		-Dfailsafe.failIfNoSpecifiedTests=false -Dfault.minutes=$(MINUTES) -Dfault.seed=$(SEED) \
		-Dfailsafe.seconds=$$(($(MINUTES) * 60 + 1800)); code=$$?; test ! -e target/fault/summary.txt || cat target/fault/summary.txt; exit $$code

ha: target/sluice-dev.jar ## Show high availability on this machine: three nodes, load, a kill -9, and the balance sheet
	@exec bin/ha

package: target/sluice-dev.jar target/sluice.jar ## Build target/sluice.jar (production) and target/sluice-dev.jar (with embedded servers)

watch: ## Run a development node and restart it when a source or conf file changes (ARGS="…" are passed on)
	@exec bin/watch $(ARGS)

clean: ## Remove what was built; data/ stays
	$(MAVEN) -q clean

# One Maven run makes both jars; the tests' sources are left alone.
target/sluice-dev.jar: $(SOURCES)
	$(MAVEN) -q package -Dmaven.test.skip=true
	@touch target/sluice.jar target/sluice-dev.jar

target/sluice.jar: target/sluice-dev.jar ;
